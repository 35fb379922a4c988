import { useEffect, useRef, useState } from 'react'
import { useText } from '../../i18n/language.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { CameraIcon } from './icons.tsx'

/** Takes a photograph with a computer's camera. The camera is on only while this is open. */
export default function CameraDialog({
  onTaken,
  onClose,
}: {
  onTaken: (photo: Blob) => void
  onClose: () => void
}) {
  const t = useText()
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<'starting' | 'on' | 'refused'>('starting')
  useEffect(() => {
    let isOpen = true
    let stream: MediaStream | null = null
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    const start = async () => {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'user', width: { ideal: 1920 }, height: { ideal: 1080 } },
      })
      if (!isOpen || video.current === null) return stop()
      video.current.srcObject = stream
      await video.current.play()
      setState('on')
    }
    start().catch(() => {
      if (isOpen) setState('refused')
    })
    return () => {
      isOpen = false
      stop()
    }
  }, [])
  const take = () => {
    const { current } = video
    if (current === null) return
    const canvas = document.createElement('canvas')
    canvas.width = current.videoWidth
    canvas.height = current.videoHeight
    canvas.getContext('2d')?.drawImage(current, 0, 0)
    canvas.toBlob((photo) => (photo ? onTaken(photo) : setState('refused')), 'image/jpeg', 0.95)
  }
  return (
    <Dialog title={t('picture.take')} onClose={onClose}>
      {state === 'refused' ? (
        <Notice look="danger">{t('picture.camera_refused')}</Notice>
      ) : (
        <video ref={video} className="camera" muted playsInline aria-label={t('picture.camera')} />
      )}
      <div className="row row-end">
        <Button look="secondary" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        {state === 'refused' ? null : (
          <Button data-first isBusy={state === 'starting'} onClick={take}>
            {state === 'on' ? <CameraIcon /> : null}
            {t('picture.take')}
          </Button>
        )}
      </div>
    </Dialog>
  )
}
