import type { ReactNode } from 'react'

/** The frame of a drawing; decoration alone, so screen readers pass it by. */
export function Icon({ children, className }: { children: ReactNode; className?: string | undefined }) {
  return (
    <svg
      className={className}
      width="20"
      height="20"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  )
}

export const PersonIcon = () => (
  <Icon>
    <circle cx="12" cy="8" r="4" />
    <path d="M4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6" />
  </Icon>
)
export const PictureIcon = () => (
  <Icon>
    <rect x="3.5" y="4.5" width="17" height="15" rx="2.5" />
    <circle cx="9" cy="10" r="1.7" />
    <path d="m4 17.5 5-4 3.5 2.5 3.5-3.5 4.5 4" />
  </Icon>
)
export const ShieldIcon = () => (
  <Icon>
    <path d="M12 3.5 5 6v5.5c0 4.3 2.9 7.5 7 9 4.1-1.5 7-4.7 7-9V6z" />
    <path d="m9 12 2.2 2.200L15.2 10" />
  </Icon>
)
export const SignOutIcon = () => (
  <Icon className="flip">
    <path d="M10 4.5H6.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H10M15 8l4 4-4 4M19 12H9.5" />
  </Icon>
)
export const BackIcon = () => (
  <Icon className="flip">
    <path d="M19 12H5m6-6-6 6 6 6" />
  </Icon>
)
export const EyeIcon = ({ isOpen }: { isOpen: boolean }) => (
  <Icon>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
    <circle cx="12" cy="12" r="3" />
    {isOpen ? null : <path d="m4 4 16 16" />}
  </Icon>
)
export const ChevronIcon = () => (
  <Icon>
    <path d="m6.5 9.5 5.5 5.5 5.5-5.5" />
  </Icon>
)
export const CheckIcon = () => (
  <Icon>
    <path d="m5 12.5 4.5 4.5L19 7.5" />
  </Icon>
)
export const DotIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="3" />
  </Icon>
)
export const CloseIcon = () => (
  <Icon>
    <path d="m6 6 12 12M18 6 6 18" />
  </Icon>
)
export const AlertIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 8v4.5M12 16h.01" />
  </Icon>
)
export const InfoIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 11.5V16M12 8h.01" />
  </Icon>
)
export const UploadIcon = () => (
  <Icon>
    <path d="M12 15.5V4.5m-4.5 4.5L12 4.5 16.5 9M4.5 15.5v2a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-2" />
  </Icon>
)
export const CameraIcon = () => (
  <Icon>
    <path d="M4 8.5a2 2 0 0 1 2-2h2l1.5-2h5l1.5 2h2a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2z" />
    <circle cx="12" cy="13" r="3.5" />
  </Icon>
)
export const CropIcon = () => (
  <Icon>
    <path d="M7 3v12a2 2 0 0 0 2 2h12M3 7h12a2 2 0 0 1 2 2v12" />
  </Icon>
)
export const TrashIcon = () => (
  <Icon>
    <path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 11a2 2 0 0 0 2 1.8h5.400a2 2 0 0 0 2-1.8l.8-11M10.5 11v5M13.5 11v5" />
  </Icon>
)
export const PlusIcon = () => (
  <Icon>
    <path d="M12 5v14M5 12h14" />
  </Icon>
)
export const MinusIcon = () => (
  <Icon>
    <path d="M5 12h14" />
  </Icon>
)
export const RotateLeftIcon = () => (
  <Icon>
    <path d="M4.5 4.5v5h5M5 9.5a7.5 7.5 0 1 1-.3 4.5" />
  </Icon>
)
export const RotateRightIcon = () => (
  <Icon>
    <path d="M19.5 4.5v5h-5M19 9.5a7.5 7.5 0 1 0 .3 4.5" />
  </Icon>
)
