/** CloudSim 3.0.3, unmodified, on the same setting: what is published of each day, and medians over ten days. */
export type Published = Readonly<{
  policy: string
  energyKwh: number
  migrations: number
  slatahPercent?: number
  pdmPercent?: number
  esv?: number
}>

export const publishedOf: Readonly<Record<string, readonly Published[]>> = {
  '20110303': [
    { policy: 'cloudsim none', energyKwh: 2_410.8, migrations: 0 },
    { policy: 'cloudsim threshold', energyKwh: 198.08, migrations: 27_728 },
    { policy: 'cloudsim iqr', energyKwh: 193.63, migrations: 27_592 },
    { policy: 'cloudsim mad', energyKwh: 189.79, migrations: 27_781 },
    { policy: 'cloudsim lr', energyKwh: 167.83, migrations: 27_649 },
  ],
  '20110322': [
    { policy: 'cloudsim threshold', energyKwh: 194.23, migrations: 28_381 },
    { policy: 'cloudsim iqr', energyKwh: 193.63, migrations: 27_970 },
    { policy: 'cloudsim mad', energyKwh: 188.8, migrations: 27_644 },
    { policy: 'cloudsim lr', energyKwh: 172.88, migrations: 31_376 },
  ],
}

export const publishedMedians: readonly Published[] = [
  row('threshold', 187.6, 26_746, 5.1, 0.07, 6.74e-3),
  row('iqr', 187.6, 26_651, 5.01, 0.07, 6.42e-3),
  row('mad', 182.9, 26_359, 5.08, 0.07, 6.58e-3),
  row('lr', 162.2, 27_276, 6.18, 0.08, 8.03e-3),
]

function row(
  policy: string,
  energyKwh: number,
  migrations: number,
  slatahPercent: number,
  pdmPercent: number,
  esv: number,
): Published {
  return { policy: `cloudsim ${policy}, median`, energyKwh, migrations, slatahPercent, pdmPercent, esv }
}
