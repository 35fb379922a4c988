import { useText } from '../../i18n/language.tsx'
import type { Part } from './crop.ts'

/** Sides in rem: on the profile, in a list, beside a line of text. */
const sizes = [6, 3, 2]

/** What will show, in the sizes in which it appears. */
export function Previews({ url, part }: { url: string; part: Part | null }) {
  const t = useText()
  return (
    <figure className="previews">
      <figcaption className="label">{t('picture.preview')}</figcaption>
      <div className="previews-row" dir="ltr">
        {sizes.map((size) => (
          <span key={size} className="preview" style={{ inlineSize: `${size}rem`, blockSize: `${size}rem` }}>
            {part ? <img src={url} alt="" style={placed(part)} /> : null}
          </span>
        ))}
      </div>
    </figure>
  )
}

const placed = ({ x, y, width, height }: Part) => ({
  inlineSize: `${10_000 / width}%`,
  blockSize: `${10_000 / height}%`,
  left: `${(-x / width) * 100}%`,
  top: `${(-y / height) * 100}%`,
})
