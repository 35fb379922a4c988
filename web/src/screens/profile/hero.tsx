import type { Profile } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { isShown } from '../../config.ts'

/** Who is signed in: picture, name, user name. */
export function Hero({ profile }: { profile: Profile }) {
  const { config } = useApp()
  const person = profile.UserProfile[0]
  const name = [person?.first_name, person?.last_name].filter(Boolean).join(' ')
  return (
    <div className="hero">
      {isShown(config, 'picture') ? (
        <img
          className="avatar avatar-large"
          src={pictureOf(profile, config.api_base)}
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
    </div>
  )
}

/** The picture in a size that is sharp on most screens, on the host of the API. */
function pictureOf(profile: Profile, apiBase: string): string {
  const path = profile.ProfileImage.replace(/\/\d+$/, '/256')
  return new URL(path, new URL(apiBase, location.href)).href
}
