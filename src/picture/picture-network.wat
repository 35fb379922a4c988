;; The layers of picture-network.ts, four numbers at a time. Places and strides are in bytes, everything else counts
;; numbers of 32 bits. Layers are ordered by row, column and channel.
(module
  (memory (import "layers" "memory") 1)

  ;; Multiplies four neighboring pixels at a time, and eight sums of each, so that the sums stay in registers. Each
  ;; pixel reads $rows rows of $run numbers, which for filters of 1 × 1 is one row. Writes up to three pixels too many.
  ;; A sum below zero is multiplied by $slope, which is at most 1.
  (func (export "convolve")
    (param $in i32) (param $pixelStride i32) (param $rows i32) (param $run i32) (param $rowStride i32)
    (param $weights i32) (param $bias i32) (param $out i32) (param $pixels i32) (param $sums i32) (param $slope f32)
    (local $sum i32) (local $w i32) (local $wStride i32) (local $row i32) (local $i i32)
    (local $p0 i32) (local $p1 i32) (local $p2 i32) (local $p3 i32) (local $to i32)
    (local $w0 v128) (local $w1 v128) (local $x v128) (local $leak v128)
    (local $a0 v128) (local $a1 v128) (local $b0 v128) (local $b1 v128)
    (local $c0 v128) (local $c1 v128) (local $d0 v128) (local $d1 v128)
    (local.set $leak (f32x4.splat (local.get $slope)))
    (local.set $wStride (i32.shl (local.get $sums) (i32.const 2)))
    (loop $nextPixels
      (local.set $sum (i32.const 0))
      (loop $nextSums
        (local.set $w (i32.add (local.get $weights) (local.get $sum)))
        (local.set $a0 (v128.load (i32.add (local.get $bias) (local.get $sum))))
        (local.set $a1 (v128.load offset=16 (i32.add (local.get $bias) (local.get $sum))))
        (local.set $b0 (local.get $a0)) (local.set $b1 (local.get $a1))
        (local.set $c0 (local.get $a0)) (local.set $c1 (local.get $a1))
        (local.set $d0 (local.get $a0)) (local.set $d1 (local.get $a1))
        (local.set $row (i32.const 0))
        (loop $nextRow
          (local.set $p0 (i32.add (local.get $in) (i32.mul (local.get $row) (local.get $rowStride))))
          (local.set $p1 (i32.add (local.get $p0) (local.get $pixelStride)))
          (local.set $p2 (i32.add (local.get $p1) (local.get $pixelStride)))
          (local.set $p3 (i32.add (local.get $p2) (local.get $pixelStride)))
          (local.set $i (local.get $run))
          (loop $nextInput
            (local.set $w0 (v128.load (local.get $w)))
            (local.set $w1 (v128.load offset=16 (local.get $w)))
            (local.set $x (v128.load32_splat (local.get $p0)))
            (local.set $a0 (f32x4.add (local.get $a0) (f32x4.mul (local.get $x) (local.get $w0))))
            (local.set $a1 (f32x4.add (local.get $a1) (f32x4.mul (local.get $x) (local.get $w1))))
            (local.set $x (v128.load32_splat (local.get $p1)))
            (local.set $b0 (f32x4.add (local.get $b0) (f32x4.mul (local.get $x) (local.get $w0))))
            (local.set $b1 (f32x4.add (local.get $b1) (f32x4.mul (local.get $x) (local.get $w1))))
            (local.set $x (v128.load32_splat (local.get $p2)))
            (local.set $c0 (f32x4.add (local.get $c0) (f32x4.mul (local.get $x) (local.get $w0))))
            (local.set $c1 (f32x4.add (local.get $c1) (f32x4.mul (local.get $x) (local.get $w1))))
            (local.set $x (v128.load32_splat (local.get $p3)))
            (local.set $d0 (f32x4.add (local.get $d0) (f32x4.mul (local.get $x) (local.get $w0))))
            (local.set $d1 (f32x4.add (local.get $d1) (f32x4.mul (local.get $x) (local.get $w1))))
            (local.set $w (i32.add (local.get $w) (local.get $wStride)))
            (local.set $p0 (i32.add (local.get $p0) (i32.const 4)))
            (local.set $p1 (i32.add (local.get $p1) (i32.const 4)))
            (local.set $p2 (i32.add (local.get $p2) (i32.const 4)))
            (local.set $p3 (i32.add (local.get $p3) (i32.const 4)))
            (br_if $nextInput (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
          (br_if $nextRow
            (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 1))) (local.get $rows))))
        (local.set $to (i32.add (local.get $out) (local.get $sum)))
        (v128.store (local.get $to) (f32x4.max (local.get $a0) (f32x4.mul (local.get $a0) (local.get $leak))))
        (v128.store offset=16 (local.get $to)
          (f32x4.max (local.get $a1) (f32x4.mul (local.get $a1) (local.get $leak))))
        (local.set $to (i32.add (local.get $to) (local.get $wStride)))
        (v128.store (local.get $to) (f32x4.max (local.get $b0) (f32x4.mul (local.get $b0) (local.get $leak))))
        (v128.store offset=16 (local.get $to)
          (f32x4.max (local.get $b1) (f32x4.mul (local.get $b1) (local.get $leak))))
        (local.set $to (i32.add (local.get $to) (local.get $wStride)))
        (v128.store (local.get $to) (f32x4.max (local.get $c0) (f32x4.mul (local.get $c0) (local.get $leak))))
        (v128.store offset=16 (local.get $to)
          (f32x4.max (local.get $c1) (f32x4.mul (local.get $c1) (local.get $leak))))
        (local.set $to (i32.add (local.get $to) (local.get $wStride)))
        (v128.store (local.get $to) (f32x4.max (local.get $d0) (f32x4.mul (local.get $d0) (local.get $leak))))
        (v128.store offset=16 (local.get $to)
          (f32x4.max (local.get $d1) (f32x4.mul (local.get $d1) (local.get $leak))))
        (br_if $nextSums
          (i32.lt_u (local.tee $sum (i32.add (local.get $sum) (i32.const 32))) (local.get $wStride))))
      (local.set $in (i32.add (local.get $in) (i32.shl (local.get $pixelStride) (i32.const 2))))
      (local.set $out (i32.add (local.get $out) (i32.shl (local.get $wStride) (i32.const 2))))
      (br_if $nextPixels
        (i32.gt_s (local.tee $pixels (i32.sub (local.get $pixels) (i32.const 4))) (i32.const 0)))))

  ;; Takes the largest of each 2 × 2 values, $step apart; those beyond the edge are left out.
  (func (export "pool")
    (param $in i32) (param $out i32) (param $width i32) (param $height i32) (param $channels i32) (param $step i32)
    (local $x i32) (local $y i32) (local $k i32) (local $right i32) (local $below i32) (local $from i32)
    (local $pixel i32) (local $rowBytes i32) (local $most v128)
    (local.set $pixel (i32.shl (local.get $channels) (i32.const 2)))
    (local.set $rowBytes (i32.mul (local.get $width) (local.get $pixel)))
    (loop $nextRow
      (local.set $x (i32.const 0))
      (local.set $below (select (local.get $rowBytes) (i32.const 0)
        (i32.lt_u (i32.add (local.get $y) (i32.const 1)) (local.get $height))))
      (loop $nextColumn
        (local.set $right (select (local.get $pixel) (i32.const 0)
          (i32.lt_u (i32.add (local.get $x) (i32.const 1)) (local.get $width))))
        (local.set $from (i32.add (local.get $in)
          (i32.add (i32.mul (local.get $y) (local.get $rowBytes)) (i32.mul (local.get $x) (local.get $pixel)))))
        (local.set $k (local.get $channels))
        (loop $nextChannels
          (local.set $most (f32x4.max
            (v128.load (local.get $from))
            (v128.load (i32.add (local.get $from) (local.get $right)))))
          (v128.store (local.get $out) (f32x4.max (local.get $most) (f32x4.max
            (v128.load (i32.add (local.get $from) (local.get $below)))
            (v128.load (i32.add (local.get $from) (i32.add (local.get $below) (local.get $right)))))))
          (local.set $from (i32.add (local.get $from) (i32.const 16)))
          (local.set $out (i32.add (local.get $out) (i32.const 16)))
          (br_if $nextChannels (local.tee $k (i32.sub (local.get $k) (i32.const 4)))))
        (br_if $nextColumn
          (i32.lt_u (local.tee $x (i32.add (local.get $x) (local.get $step))) (local.get $width))))
      (br_if $nextRow
        (i32.lt_u (local.tee $y (i32.add (local.get $y) (local.get $step))) (local.get $height)))))

  ;; Convolves each channel by its own filter of 3 × 3, as if there were zeros beyond the edge.
  (func (export "convolveChannels")
    (param $in i32) (param $filters i32) (param $out i32) (param $width i32) (param $height i32) (param $channels i32)
    (local $x i32) (local $y i32) (local $k i32) (local $tap i32) (local $column i32) (local $line i32)
    (local $pixel i32) (local $sum v128)
    (local.set $pixel (i32.shl (local.get $channels) (i32.const 2)))
    (loop $nextRow
      (local.set $x (i32.const 0))
      (loop $nextColumn
        (local.set $k (i32.const 0))
        (loop $nextChannels
          (local.set $sum (v128.const f32x4 0 0 0 0))
          (local.set $tap (i32.const 0))
          (loop $nextTap
            (local.set $line
              (i32.add (local.get $y) (i32.sub (i32.div_u (local.get $tap) (i32.const 3)) (i32.const 1))))
            (local.set $column
              (i32.add (local.get $x) (i32.sub (i32.rem_u (local.get $tap) (i32.const 3)) (i32.const 1))))
            ;; Before the edge, the unsigned number is larger than any width.
            (if (i32.and
                (i32.lt_u (local.get $line) (local.get $height))
                (i32.lt_u (local.get $column) (local.get $width)))
              (then
                (local.set $sum (f32x4.add (local.get $sum) (f32x4.mul
                  (v128.load (i32.add (i32.add (local.get $in) (local.get $k)) (i32.mul (local.get $pixel)
                    (i32.add (i32.mul (local.get $line) (local.get $width)) (local.get $column)))))
                  (v128.load (i32.add (i32.add (local.get $filters) (local.get $k))
                    (i32.mul (local.get $tap) (local.get $pixel)))))))))
            (br_if $nextTap
              (i32.lt_u (local.tee $tap (i32.add (local.get $tap) (i32.const 1))) (i32.const 9))))
          (v128.store (i32.add (local.get $out) (local.get $k)) (local.get $sum))
          (br_if $nextChannels
            (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 16))) (local.get $pixel))))
        (local.set $out (i32.add (local.get $out) (local.get $pixel)))
        (br_if $nextColumn
          (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 1))) (local.get $width))))
      (br_if $nextRow
        (i32.lt_u (local.tee $y (i32.add (local.get $y) (i32.const 1))) (local.get $height)))))
)
