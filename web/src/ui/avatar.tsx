import { initialsOf, type PersonName } from '../../../common/person-name.ts'
import type { PictureSize } from '../../../common/picture.ts'
import type { Profile } from '../api/types.ts'
import { useApp } from '../app-context.ts'
import { isShown } from '../config.ts'
import { useLanguage } from '../i18n/language.tsx'
import { pictureAddress } from '../picture-address.ts'
import { chosenLanguage } from '../session/use-account.ts'
import { PersonIcon } from './icons.tsx'

/** Colors in `styles/account.css`. */
const TINTS = 8

/** Returns the token in the path of the default picture, a hash of the person's id; undefined: they have a picture. */
const defaultToken = ({ ProfileImage }: Pick<Profile, 'ProfileImage'>): string | undefined =>
  /\/pictures\/default\/([0-9a-f]+)/.exec(ProfileImage)?.[1]

/** Returns the name in the profile, and the language that orders it: the person's, or else the page's. */
export function useNameOf(profile: Profile | null): { name: PersonName; language: string } {
  const { code } = useLanguage()
  const person = profile?.UserProfile[0]
  return {
    name: { given: person?.first_name ?? '', family: person?.last_name ?? '' },
    language: (profile && chosenLanguage(profile)) ?? code,
  }
}

/** The person's picture; without one their initials, on a color that is always the same for them. */
export function Avatar({
  profile,
  size,
  className = '',
}: {
  profile: Profile
  /** Pixels that the picture is loaded with. */
  size: PictureSize
  className?: string
}) {
  const { config } = useApp()
  const { name, language } = useNameOf(profile)
  const token = defaultToken(profile)
  if (token === undefined && isShown(config, 'picture'))
    return (
      <img
        className={`avatar ${className}`}
        src={pictureAddress(profile, size, config.api_base)}
        alt=""
        width={size}
        height={size}
      />
    )
  const username = profile.UserProfile[0]?.username ?? ''
  const letters = initialsOf(name, language)
  const initials = letters.length > 0 ? letters : initialsOf({ given: username, family: '' }, language)
  const tint = Number.parseInt((token ?? '0').slice(0, 4), 16) % TINTS
  return (
    <span className={`avatar avatar-tint-${tint} ${className}`} aria-hidden="true">
      {/* Arabic letters must not join into one shape. */}
      {initials.join('\u200c') || <PersonIcon />}
    </span>
  )
}
