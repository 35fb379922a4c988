import { fullName } from '../../../common/person-name.ts'
import type { Profile } from '../api/types.ts'
import { useText } from '../i18n/language.tsx'
import { Avatar, useNameOf } from './avatar.tsx'
import { ChevronIcon } from './icons.tsx'

/** What the button of the account menu shows: the picture and the name. */
export function AccountLabel({ profile }: { profile: Profile }) {
  const t = useText()
  const { name, language } = useNameOf(profile)
  return (
    <>
      <Avatar profile={profile} size={64} />
      <span className="account-name">
        <span className="visually-hidden">{t('layout.menu')} </span>
        <bdi>{fullName(name, language) || profile.UserProfile[0]?.username}</bdi>
      </span>
      <ChevronIcon />
    </>
  )
}
