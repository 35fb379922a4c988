import { lazy, type Ref, Suspense, useRef, useState } from 'react'
import { useText } from '../../i18n/language.tsx'
import { Button } from '../../ui/button.tsx'
import { CameraIcon, UploadIcon } from './icons.tsx'
import { acceptedTypes } from './prepare.ts'

const CameraDialog = lazy(() => import('./camera-dialog.tsx'))

/** Phones and tablets have a camera program of their own, which takes better photographs than a page. */
const hasCameraProgram = matchMedia('(pointer: coarse)').matches
const hasCamera = hasCameraProgram || navigator.mediaDevices !== undefined

/** The ways to a picture: a file, or a photograph. */
export function SourceButtons({ isOpening, onFile }: { isOpening: boolean; onFile: (file: Blob) => void }) {
  const t = useText()
  const files = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const [isShooting, setShooting] = useState(false)
  return (
    <div className="row sources">
      <FileInput ref={files} onFile={onFile} />
      <Button isBusy={isOpening} onClick={() => files.current?.click()}>
        {isOpening ? null : <UploadIcon />}
        {t(isOpening ? 'picture.opening' : 'picture.choose')}
      </Button>
      {hasCameraProgram ? <FileInput ref={camera} isCamera onFile={onFile} /> : null}
      {hasCamera ? (
        <Button
          look="secondary"
          isOff={isOpening}
          onClick={() => (hasCameraProgram ? camera.current?.click() : setShooting(true))}
        >
          <CameraIcon />
          {t('picture.take')}
        </Button>
      ) : null}
      {isShooting ? (
        <Suspense>
          <CameraDialog
            onTaken={(photo) => {
              setShooting(false)
              onFile(photo)
            }}
            onClose={() => setShooting(false)}
          />
        </Suspense>
      ) : null}
    </div>
  )
}

function FileInput({
  ref,
  isCamera = false,
  onFile,
}: {
  ref: Ref<HTMLInputElement>
  isCamera?: boolean
  onFile: (file: Blob) => void
}) {
  return (
    <input
      ref={ref}
      type="file"
      hidden
      accept={acceptedTypes}
      capture={isCamera ? 'user' : undefined}
      onChange={({ target }) => {
        const file = target.files?.[0]
        // The same file can then be chosen again.
        target.value = ''
        if (file) onFile(file)
      }}
    />
  )
}
