import { fullName } from '../../../../common/person-name.ts'
import type { Profile } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { isShown } from '../../config.ts'
import { useText } from '../../i18n/language.tsx'
import { navigate } from '../../route.ts'
import { Avatar, useNameOf } from '../../ui/avatar.tsx'
import { ScreenLink } from '../../ui/shell.tsx'

/** The signed-in person: picture, name, user name. */
export function Hero({ profile }: { profile: Profile }) {
  const t = useText()
  const { config } = useApp()
  const { name, language } = useNameOf(profile)
  const person = profile.UserProfile[0]
  const shown = fullName(name, language)
  const hasPicture = isShown(config, 'picture')
  const avatar = <Avatar profile={profile} size={256} className="avatar-large" />
  return (
    <section className="card hero">
      {hasPicture ? (
        // For the mouse; the link with the text is for everybody.
        <button
          type="button"
          className="hero-picture"
          aria-hidden="true"
          tabIndex={-1}
          onClick={() => navigate('picture')}
        >
          {avatar}
        </button>
      ) : (
        avatar
      )}
      <div className="hero-name">
        <h1>
          <bdi>{shown || person?.username}</bdi>
        </h1>
        <p className="quiet">
          <bdi>{shown ? person?.username : person?.email}</bdi>
        </p>
      </div>
      {hasPicture ? (
        <ScreenLink route="picture" className="button button-secondary">
          {t('profile.picture_change')}
        </ScreenLink>
      ) : null}
    </section>
  )
}
