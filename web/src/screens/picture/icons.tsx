import { Icon } from '../../ui/icons.tsx'

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
