import { type RefObject, useEffect, useRef, useState } from 'react'
import { Header } from 'react-aria-components/Header'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { Menu, MenuItem, MenuSection } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Separator } from 'react-aria-components/Separator'
import { useLanguage } from '../i18n/language.tsx'
import { chooseTheme, chosenTheme, type Theme, themes } from '../theme.ts'
import { CheckIcon, SignOutIcon } from './icons.tsx'

/** The menu in the header, open while it is rendered: how the page looks, and the sign-out. */
export default function AccountMenu({
  button,
  onClose,
  onSignOut,
}: {
  /** What it opens from. */
  button: RefObject<HTMLButtonElement | null>
  onClose: () => void
  onSignOut: () => void
}) {
  const { code, t } = useLanguage()
  const [theme, setTheme] = useState<Theme>(chosenTheme)
  const menu = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Not by `autoFocus`: after a key press the rest of the page becomes inert only later, and takes the focus away.
    const frame = requestAnimationFrame(() =>
      menu.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus(),
    )
    return () => cancelAnimationFrame(frame)
  }, [])
  const choose = (chosen: Theme) => {
    chooseTheme(chosen)
    setTheme(chosen)
  }
  return (
    <I18nProvider locale={code}>
      <Popover
        className="menu"
        aria-label={t('layout.menu')}
        triggerRef={button}
        placement="bottom end"
        offset={6}
        isOpen
        onOpenChange={onClose}
      >
        <Menu ref={menu} aria-label={t('layout.menu')} onClose={onClose}>
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[theme]}
            onSelectionChange={(keys) => {
              const chosen = themes.find((one) => keys !== 'all' && keys.has(one))
              if (chosen) choose(chosen)
            }}
          >
            <Header className="menu-title">{t('theme.title')}</Header>
            {themes.map((one) => (
              <MenuItem
                key={one}
                id={one}
                className="menu-item"
                textValue={t(`theme.${one}`)}
                shouldCloseOnSelect={false}
              >
                {t(`theme.${one}`)}
                {one === theme ? <CheckIcon /> : null}
              </MenuItem>
            ))}
          </MenuSection>
          <Separator className="menu-line" />
          <MenuItem className="menu-item sign-out" textValue={t('layout.sign_out')} onAction={onSignOut}>
            {t('layout.sign_out')}
            <SignOutIcon />
          </MenuItem>
        </Menu>
      </Popover>
    </I18nProvider>
  )
}
