import { useText } from '../../i18n/language.tsx'
import { type Part, type Size, turnedSize } from './crop.ts'

/** Sides in rem: on the profile, in a list, next to a line of text. */
const sizes = [6, 3, 2]

interface Props {
  url: string
  /** Of the turned picture. */
  part: Part | null
  size: Size
  /** Quarter turns clockwise in which the picture at `url` is displayed. */
  turn: number
}

/** Previews of the picture in the sizes in which it appears. */
export function Previews({ url, part, size, turn }: Props) {
  const t = useText()
  return (
    <figure className="previews">
      <figcaption className="label">{t('picture.preview')}</figcaption>
      <div className="previews-row" dir="ltr">
        {sizes.map((side) => (
          <span key={side} className="preview" style={{ inlineSize: `${side}rem`, blockSize: `${side}rem` }}>
            {part ? (
              <span className="preview-whole" style={placed(part)}>
                <img src={url} alt="" style={laid(size, turn)} />
              </span>
            ) : null}
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

/** The sides of the picture before the turn, in percent of those of the turned one. */
const laid = (size: Size, turn: number) => {
  const before = turnedSize(size, turn)
  return {
    inlineSize: `${(before.width / size.width) * 100}%`,
    blockSize: `${(before.height / size.height) * 100}%`,
    rotate: `${turn * 90}deg`,
  }
}
