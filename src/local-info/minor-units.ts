/**
 * Currencies by minor units: the number of decimal places in accounting (ISO 4217:2015, List One, published
 * by SIX at
 * https://www.six-group.com/en/products-services/financial-information/market-reference-data/data-standards.html,
 * as of amendment 176, 2024). All other legal tender in that list has two. Card networks and banks use these;
 * CLDR describes what people write, which has fewer places if inflation has made small coins useless.
 */
const units: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
}

const DEFAULT = 2

const byCode: ReadonlyMap<string, number> = new Map(
  Object.entries(units).flatMap(([digits, codes]) =>
    codes.split(' ').map((code) => [code, Number(digits)] as const),
  ),
)

/** Returns the minor units of a currency that is legal tender. */
export function minorUnits(code: string): number {
  return byCode.get(code) ?? DEFAULT
}
