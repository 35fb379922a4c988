/** The views of the page, by name: the path of each below the address of the page. */
export const pageViews = {
  profile: '',
  picture: 'picture',
  security: 'security',
  forgot: 'forgot-password',
  signed_in: 'signed-in',
} as const
