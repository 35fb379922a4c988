import type { Profile } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { isShown } from '../../config.ts'
import { useText } from '../../i18n/language.tsx'
import { pictureAddress } from '../../picture-address.ts'
import { ScreenLink } from '../../ui/shell.tsx'

/** Who is signed in: picture, name, user name. */
export function Hero({ profile }: { profile: Profile }) {
  const t = useText()
  const { config } = useApp()
  const person = profile.UserProfile[0]
  const name = [person?.first_name, person?.last_name].filter(Boolean).join(' ')
  return (
    <div className="hero">
      {isShown(config, 'picture') ? (
        <img
          className="avatar avatar-large"
          src={pictureAddress(profile, 256, config.api_base)}
          alt=""
          width="80"
          height="80"
        />
      ) : null}
      <div className="hero-name">
        <h1>
          <bdi>{name || person?.username}</bdi>
        </h1>
        <p className="quiet">
          <bdi>{name ? person?.username : person?.email}</bdi>
        </p>
      </div>
      {isShown(config, 'picture') ? (
        <ScreenLink route="picture" className="button button-secondary">
          {t('profile.picture_change')}
        </ScreenLink>
      ) : null}
    </div>
  )
}
