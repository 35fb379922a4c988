/** A password and what another implementation than ours made of it. */
export interface HashVector {
  form: string
  password: string
  hash: string
  /** Who made it: `make_password`, `hash()`, `generate_password_hash`, or where it is published. */
  source: string
}

const PLAIN = 'correct horse battery'
const WIDE = 'pässwörd 密码 🔑'

/** A credential as Keycloak exports it. */
const keycloak = (secretData: object, credentialData: object): string =>
  JSON.stringify({
    type: 'password',
    secretData: JSON.stringify({ ...secretData, additionalParameters: {} }),
    credentialData: JSON.stringify(credentialData),
  })

const argon2OfKeycloak = {
  hashIterations: 5,
  algorithm: 'argon2',
  additionalParameters: {
    hashLength: ['32'],
    memory: ['7168'],
    type: ['id'],
    version: ['1.3'],
    parallelism: ['1'],
  },
}

export const hashVectors: readonly HashVector[] = [
  {
    form: 'Django pbkdf2_sha256',
    password: PLAIN,
    hash: 'pbkdf2_sha256$1000000$O6v6F3Dresd7jVtC2AyI0q$9MZxeZ76v/afdulb97Golm0XdU+vg02Znv63b9lyeGQ=',
    source: 'Django 5.2.19',
  },
  {
    form: 'passlib pbkdf2_sha1',
    password: PLAIN,
    hash: '$pbkdf2$13000$RMi59/5/rzUmxBhjLMXYWw$Bebx5beo1VrcbyoZuu3xh2Jrn60',
    source: 'passlib 1.7.4',
  },
  {
    form: 'passlib pbkdf2_sha256',
    password: PLAIN,
    hash: '$pbkdf2-sha256$29000$RQghJASg9F5rrdXaO8eY0w$XgDfbjMXKpZJSKmiQKCaU.7fzNFv3ucIxXbYM6tvveE',
    source: 'passlib 1.7.4',
  },
  {
    form: 'passlib pbkdf2_sha512',
    password: PLAIN,
    hash: '$pbkdf2-sha512$25000$gLC2do7xHqP03nuP0XqPEQ$0mcDXqruN5gB7gtThy7i9WNHyIjuSD4cP7Aw4BkWMXUw/8CKCjWSA7eFbsIu.XQ3.onH539dbQscHopdZjnA7Q',
    source: 'passlib 1.7.4',
  },
  {
    form: 'passlib scrypt',
    password: PLAIN,
    hash: '$scrypt$ln=14,r=8,p=1$8V4rRej9H4PQ2tv7f0+pVQ$dq6UWC4j1pIUrAGAywp8zYTS3W2/l9gejIUzZMesRHY',
    source: 'passlib 1.7.4',
  },
  {
    form: 'passlib argon2',
    password: PLAIN,
    hash: '$argon2id$v=19$m=65536,t=3,p=4$gRBCqJXSOifEOKc0BkBIKQ$Y8iTcHA4VxbmbkH0W6Y7NRm24lNlKOJze9CD4k/Odec',
    source: 'passlib 1.7.4',
  },
  {
    form: 'passlib bcrypt 2b',
    password: PLAIN,
    hash: '$2b$10$HRw5Asby9MOQe1uo3TDpluQqE8XX.GZXkhHOpwc2JmAfLlViQM8Fi',
    source: 'passlib 1.7.4',
  },
  {
    form: 'passlib bcrypt 2a',
    password: PLAIN,
    hash: '$2a$10$ZjanAYXnulJ9l.5kg3R/A.qE638QNfv.GvyxcyqQeGAnt5OEI9nKa',
    source: 'passlib 1.7.4',
  },
  {
    form: 'passlib bcrypt 2y',
    password: PLAIN,
    hash: '$2y$10$Tuw7LtYzPd7OVvJm.e.KLuYYDKDFvsw5uPstwzGvDY3sZAwUlh07C',
    source: 'passlib 1.7.4',
  },
  {
    form: 'bcrypt 2b',
    password: PLAIN,
    hash: '$2b$10$CfWnNmojafKArhKvrvaPtenWyrYHpcR08T2o0jazsGfmHajKtjism',
    source: 'bcrypt 4.0.1 for Python',
  },
  {
    form: 'Werkzeug pbkdf2',
    password: PLAIN,
    hash: 'pbkdf2:sha256:600000$IpVkZAHcZNjDEZPe$e8f1c1343c15109c99e00a27b6d001ca3ec0e7532cde16c3c22a5ef9a2a74dfc',
    source: 'Werkzeug 3.1.9',
  },
  {
    form: 'Werkzeug pbkdf2 sha1',
    password: PLAIN,
    hash: 'pbkdf2:sha1:150000$Vc9xveH9AI3Dhtav$8e70d8bbc3d5de5c44d15c5a7e94b60c1b2d9dcd',
    source: 'Werkzeug 3.1.9',
  },
  {
    form: 'Werkzeug pbkdf2 sha512',
    password: PLAIN,
    hash: 'pbkdf2:sha512:150000$WwJy6xWnYBA8DR7N$ba85a1b790f19e50dd695b6961949c8137116a4e2f9e9082336d6f9a133541082ddda8a1eed99cd67bd5e594869fa9fac143f7e6c43326e54f2dc4e83a414db7',
    source: 'Werkzeug 3.1.9',
  },
  {
    form: 'Werkzeug scrypt',
    password: PLAIN,
    hash: 'scrypt:32768:8:1$EvbTlLMqlRgaHz4o$6021780017424697254f909975fafb5f267158264648131f25330cf4c5fe2cc3d12b13d7202f4b751ae0dc89d200f2a380d20398f27796b3b7e8ea619f9d4133',
    source: 'Werkzeug 3.1.9',
  },
  {
    form: 'passlib pbkdf2_sha1',
    password: WIDE,
    hash: '$pbkdf2$13000$n5OSEiJkDAEgRChFSMk5Bw$uk/ZJ/XU1skAgtyyIUAWkF8SSuo',
    source: 'passlib 1.7.4',
  },
  {
    form: 'passlib pbkdf2_sha256',
    password: WIDE,
    hash: '$pbkdf2-sha256$29000$1JrTOmdsLeW89x4jBODcOw$G328kGfXNfGMy3GN8VpX3l1vQX2eqgP3qrTRn0sjmfQ',
    source: 'passlib 1.7.4',
  },
  {
    form: 'passlib pbkdf2_sha512',
    password: WIDE,
    hash: '$pbkdf2-sha512$25000$wJjT.l9LaQ0hBAAghDCG8A$8dxW/3PyxjDnMC4z2eGWHtJxm7FELaadggZyytfZQFW4KRK0y11Qqvhfuq2RWv8qEqU4aqT5JN1.Jwa1tY9R8g',
    source: 'passlib 1.7.4',
  },
  {
    form: 'passlib scrypt',
    password: WIDE,
    hash: '$scrypt$ln=14,r=8,p=1$GiMkJITQmpNyTqlVinGOUQ$8DdcROHVEpEGKrFAGDrfSvga8udzWZO05KMgz7at418',
    source: 'passlib 1.7.4',
  },
  {
    form: 'passlib argon2',
    password: WIDE,
    hash: '$argon2id$v=19$m=65536,t=3,p=4$nLO21jrH2PtfS0lJCYGwtg$xORJ219ZcewuTluwRfkbazjrq8MMWzxipzkFwh5ReE8',
    source: 'passlib 1.7.4',
  },
  {
    form: 'passlib bcrypt 2b',
    password: WIDE,
    hash: '$2b$10$GxUZ1AzgjrkAWk8sbS7kXexQyRpZ84TkxA1SHtxpIKyVFLgPNHqmW',
    source: 'passlib 1.7.4',
  },
  {
    form: 'passlib bcrypt 2a',
    password: WIDE,
    hash: '$2a$10$nPis3Wp51hJvfgPOqNK.pOOWegN9n.P/cy1f0pR92DIlTjwA.hHqa',
    source: 'passlib 1.7.4',
  },
  {
    form: 'passlib bcrypt 2y',
    password: WIDE,
    hash: '$2y$10$5ERmrqv.8mTJK6BK2r4K1uTIvB6wsQjadZiBcQpKxHL9Ki67gRcdS',
    source: 'passlib 1.7.4',
  },
  {
    form: 'bcrypt 2b',
    password: WIDE,
    hash: '$2b$10$Yc1CNsybfSqM484h3Usy7OZBxdQHuP7uI9RbeSYSH/15hVK1KoIlu',
    source: 'bcrypt 4.0.1 for Python',
  },
  {
    form: 'Werkzeug pbkdf2',
    password: WIDE,
    hash: 'pbkdf2:sha256:600000$1W5b7DYtWnct55R7$fe76f347094453b70f88681d7967ad23fb2c2942a29244407f3e02ad2869af79',
    source: 'Werkzeug 3.1.9',
  },
  {
    form: 'Werkzeug pbkdf2 sha1',
    password: WIDE,
    hash: 'pbkdf2:sha1:150000$HjYSqgDJupdYLVqB$f4fd758c51ca3d3dfc0d7c126e901127a37571fe',
    source: 'Werkzeug 3.1.9',
  },
  {
    form: 'Werkzeug pbkdf2 sha512',
    password: WIDE,
    hash: 'pbkdf2:sha512:150000$HdACqRfuNUCZncIu$493f8f80c4f3f7c5b4d8e70c51aae32a5d26fd4af1a6fa9facdeb9789ccdf18d444c7807ac6fa3fd65f289292fc61e623ae12a2de8c3ef20d6818086c75379e3',
    source: 'Werkzeug 3.1.9',
  },
  {
    form: 'Werkzeug scrypt',
    password: WIDE,
    hash: 'scrypt:32768:8:1$KrYmHph0OKgZq0fg$a9a66ab3c8a85e37541223f6796f6d0c9424d6e430035f9211b34b5d923e9fece2b8d99bff3d342dd82416dd68cb534ffe6ee76b5d3efb7f61294894ff46d215',
    source: 'Werkzeug 3.1.9',
  },
  {
    form: 'Django scrypt',
    password: PLAIN,
    hash: 'scrypt$16384$Irkr00GLBgto7oYOJtgNQC$8$5$xOb2EXO7BMiAI2Uheha9cPiqFTZ3k2NmkvTaFQHsPm+bvIkZRAee9GBo9875eDALbC+R0pYBmpYghNJT4VkSiw==',
    source: 'Django 5.2.19',
  },
  {
    form: 'Django argon2',
    password: PLAIN,
    hash: 'argon2$argon2id$v=19$m=102400,t=2,p=8$Tkx2RTRIcDliYzdYYkc1cndpSk4zQg$IyANuaYz3nOMX8aeJX5eLEskvN4bFHRk/XtF1p0yYKU',
    source: 'Django 5.2.19',
  },
  {
    form: 'PHC pbkdf2-sha512',
    password: PLAIN,
    hash: '$pbkdf2-sha512$i=210000,l=64$AAECAwQFBgcICQoLDA0ODw$i8MEbJEntlaFgLOnIsIXgO0aPF4DYs7H6fl1KcMdXffNZCnnR8pN4bE1CdLP+hq1XxAKYsiteZvUHLB6Fjk0Kw',
    source: 'hashlib of Python 3.11',
  },
  {
    form: 'PHC pbkdf2-sha256',
    password: PLAIN,
    hash: '$pbkdf2-sha256$i=27500$AAECAwQFBgcICQoLDA0ODw$VVatals5hXp5h2oxfsxiF6kzhtIf76FMvLQt3LHjOPQ',
    source: 'hashlib of Python 3.11',
  },
  {
    form: 'PHC scrypt',
    password: PLAIN,
    hash: '$scrypt$ln=15,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$xy6UCICz8Vv/P6JqOkkUD4DOmhxN0tXSe6sQAUBxupQ',
    source: 'hashlib of Python 3.11',
  },
  {
    form: 'PHC scrypt',
    password: 'password',
    hash: '$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWIurzDZLiKjiG/xCSedmDDaxyevuUqD7m2DYMvfoswGQA',
    source: 'RFC 7914, 12',
  },
  {
    form: 'PHC pbkdf2-sha256',
    password: 'Password',
    hash: '$pbkdf2-sha256$i=80000$TmFDbA$TdzY9guYviGDDO5e8icB+WQaRBjQTAQUrv8Ih2s0q1ah1CWhIlgzVJrbhBtRybMXaicr3ruh0HhHj2Kzl/M8jQ',
    source: 'RFC 7914, 11',
  },
  {
    form: 'bcrypt 2a',
    password: 'U*U',
    hash: '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    source: 'crypt_blowfish 1.3, wrapper.c',
  },
  {
    form: 'bcrypt 2a of more than 72 bytes',
    password:
      '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored',
    hash: '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
    source: 'crypt_blowfish 1.3, wrapper.c',
  },
  {
    form: 'Keycloak pbkdf2-sha512',
    password: 'password',
    hash: keycloak(
      {
        value: 'RiTssw3YoAi/X7OjHT8neTMzq4bkPCuaLqkzXPIF++pKxgyvmbIKxt1FZkEF17csSiPopG00ttt8vTMWgnYo/Q==',
        salt: 'Br/Lp4+13D1NR7irJwPhZw==',
      },
      { hashIterations: 210_000, algorithm: 'pbkdf2-sha512', additionalParameters: {} },
    ),
    source: 'table CREDENTIAL of Keycloak 24',
  },
  {
    form: 'Keycloak argon2',
    password: 'secret',
    hash: keycloak(
      { value: 'xKjWvB9+0sSP6wTqI1JoEI7w+iA0x9VDhPgmrOHRG80=', salt: 'LRScGShC7shkdoU5B1UgUQ==' },
      argon2OfKeycloak,
    ),
    source: 'kc.sh export of Keycloak 26',
  },
]
