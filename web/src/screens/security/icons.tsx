import { Icon } from '../../ui/icons.tsx'

export const DesktopIcon = () => (
  <Icon>
    <rect x="3.5" y="4.5" width="17" height="11.5" rx="2" />
    <path d="M9 19.5h6M12 16v3.5" />
  </Icon>
)
export const MobileIcon = () => (
  <Icon>
    <rect x="7" y="3.5" width="10" height="17" rx="2.2" />
    <path d="M11 17.500h2" />
  </Icon>
)
export const TabletIcon = () => (
  <Icon>
    <rect x="5" y="3.5" width="14" height="17" rx="2.2" />
    <path d="M11 17.500h2" />
  </Icon>
)
export const ServerIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M3.5 12h17M12 3.500c2.5 2.6 3.6 5.5 3.6 8.500s-1.1 5.9-3.6 8.500c-2.5-2.6-3.6-5.5-3.6-8.500s1.1-5.9 3.6-8.500z" />
  </Icon>
)
export const SignInIcon = () => (
  <Icon className="flip">
    <path d="M14 4.500h3.500a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H14M10 8l4 4-4 4M4.5 12H14" />
  </Icon>
)
export const KeyIcon = () => (
  <Icon>
    <circle cx="8" cy="15.5" r="4" />
    <path d="m11 12.7 8-8M16 7.700l2.5 2.5" />
  </Icon>
)
export const MailIcon = () => (
  <Icon>
    <rect x="3.5" y="5.5" width="17" height="13" rx="2.2" />
    <path d="m4.5 7.5 7.5 5.5 7.5-5.5" />
  </Icon>
)
export const DownloadIcon = () => (
  <Icon>
    <path d="M12 4.500v10.500m-4-4 4 4 4-4M4.5 18.500h15" />
  </Icon>
)
export const BinIcon = () => (
  <Icon>
    <path d="M5 7.500h14M10 7.500v-3h4v3M7 7.500l.8 12h8.400l.8-12M10.5 11v5M13.5 11v5" />
  </Icon>
)
