/**
 * The error catalogue: the one place that gives every refusal its status, type, code and English text.
 * Texts with `{name}` are filled from the parameters of the refusal. Translations live in `messages/`, by the same keys.
 */

/** What can be wrong with one field. `code` is what clients match; several texts may share it. */
export const fieldMessages = {
  required: { code: 'required', text: 'This field is required.' },
  blank: { code: 'blank', text: 'This field may not be blank.' },
  null: { code: 'null', text: 'This field may not be null.' },
  not_a_string: { code: 'invalid', text: 'Not a valid string.' },
  null_characters: { code: 'null_characters_not_allowed', text: 'Null characters are not allowed.' },
  surrogate_characters: {
    code: 'surrogate_characters_not_allowed',
    text: 'Surrogate characters are not allowed: U+{code}.',
  },
  max_length: { code: 'max_length', text: 'Ensure this field has no more than {max} characters.' },
  email_invalid: { code: 'invalid', text: 'Enter a valid email address.' },
  phone_invalid: {
    code: 'invalid',
    text: "Phone number must be entered in the format: '999999999'. Up to 15 digits allowed.",
  },
  invalid_choice: { code: 'invalid_choice', text: '"{value}" is not a valid choice.' },
  token_mismatch: { code: 'token_mismatch', text: 'Token is not matching.' },
  image_invalid: {
    code: 'invalid_image',
    text: 'Upload a valid image. The file you uploaded was either not an image or a corrupted image.',
  },
  file_missing: { code: 'required', text: 'No file was submitted.' },
  file_empty: { code: 'empty', text: 'The submitted file is empty.' },
  not_a_file: {
    code: 'invalid',
    text: 'The submitted data was not a file. Check the encoding type on the form.',
  },
  file_too_large: { code: 'file_too_large', text: 'Ensure this file is no larger than {megabytes} MB.' },
  too_many_pixels: {
    code: 'too_many_pixels',
    text: 'Ensure this picture has no more than {megapixels} megapixels over all its frames.',
  },
  image_too_complex: {
    code: 'image_too_complex',
    text: 'This picture takes too much memory to open. Save it with fewer pixels, or as a plain JPEG, and upload it again.',
  },
  not_an_integer: { code: 'invalid', text: 'A valid integer is required.' },
  min_value: { code: 'min_value', text: 'Ensure this value is greater than or equal to {min}.' },
  crop_incomplete: {
    code: 'crop_incomplete',
    text: 'Send all of crop_x, crop_y, crop_width and crop_height, or none.',
  },
  crop_outside: {
    code: 'crop_outside',
    text: 'The crop must lie inside the picture of {width} × {height} pixels.',
  },
  no_picture: { code: 'no_picture', text: 'There is no picture to crop. Upload one first.' },
  password_wrong: {
    code: 'password_incorrect',
    text: 'Your old password was entered incorrectly. Please enter it again.',
  },
  own_password_wrong: {
    code: 'password_incorrect',
    text: 'Your password was entered incorrectly. Please enter it again.',
  },
  password_too_short: {
    code: 'password_too_short',
    text: 'This password is too short. It must contain at least {min} characters.',
  },
  password_too_common: { code: 'password_too_common', text: 'This password is too common.' },
  password_predictable: {
    code: 'password_predictable',
    text: 'This password is easy to guess. Avoid repetitions and rows such as aaaaaaaa, abcd1234 or qwertyui.',
  },
  password_breached: {
    code: 'password_breached',
    text: 'This password has become known in a data breach of another service. Choose a different one.',
  },
  password_too_similar: {
    code: 'password_too_similar',
    text: 'The password is too similar to the {attribute}.',
  },
  username_invalid: {
    code: 'invalid',
    text: 'Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.',
  },
  username_taken: { code: 'unique', text: 'A user with that username already exists.' },
  email_taken: { code: 'unique', text: 'A user with that email already exists.' },
  password_hash_unknown: {
    code: 'invalid',
    text: 'The password hash is in no format that can be taken over, or asks for too much work.',
  },
  datetime_invalid: {
    code: 'invalid',
    text: 'Datetime has wrong format. Use this format instead: YYYY-MM-DDThh:mm:ssZ.',
  },
  cursor_invalid: { code: 'invalid', text: 'Invalid cursor' },
  address_not_registered: { code: 'address_not_registered', text: 'This address is not registered.' },
  not_a_boolean: { code: 'invalid', text: 'Must be a valid boolean.' },
  refresh_of_another: { code: 'token_not_valid', text: 'Token is invalid or expired' },
  second_factor_code_wrong: {
    code: 'second_factor_code_incorrect',
    text: 'This code is not right, or was used before. Enter the present code of your authenticator app, or a recovery code.',
  },
  ticket_not_valid: {
    code: 'ticket_not_valid',
    text: 'This sign-in is over, or was begun elsewhere. Sign in again with your password.',
  },
  passkey_invalid: {
    code: 'passkey_invalid',
    text: 'The passkey could not be verified. Ask for new options and try again.',
  },
  passkey_unknown: {
    code: 'passkey_unknown',
    text: 'This passkey is not registered, or was removed. Sign in in another way.',
  },
  passkey_registered: { code: 'unique', text: 'This passkey is registered already.' },
  too_many_passkeys: {
    code: 'too_many_passkeys',
    text: 'There can be no more than {max} passkeys. Remove one first.',
  },
} as const satisfies Record<string, { code: string; text: string }>

/** What can be wrong with a request as a whole; the text stands under `detail`. */
export const failures = {
  validation: { status: 400, type: 'Validation Error', code: 'invalid', text: 'Invalid input.' },
  not_an_object: {
    status: 400,
    type: 'Validation Error',
    code: 'invalid',
    text: 'Invalid data. Expected a dictionary, but got {type}.',
  },
  no_data: { status: 400, type: 'Validation Error', code: 'null', text: 'No data provided' },
  parse_json: { status: 400, type: 'Parse Error', code: 'parse_error', text: 'JSON parse error - {reason}' },
  parse_multipart: {
    status: 400,
    type: 'Parse Error',
    code: 'parse_error',
    text: 'Multipart form parse error - {reason}',
  },
  malformed: { status: 400, type: 'Parse Error', code: 'parse_error', text: 'Malformed request.' },
  if_match_malformed: {
    status: 400,
    type: 'Parse Error',
    code: 'parse_error',
    text: 'The If-Match header must be a list of entity tags in double quotes, or *.',
  },
  not_authenticated: {
    status: 401,
    type: 'Authentication failed',
    code: 'not_authenticated',
    text: 'Authentication credentials were not provided.',
  },
  api_key_missing: {
    status: 401,
    type: 'Authentication failed',
    code: 'not_authenticated',
    text: 'No API key was provided. Send it in the apikey header.',
  },
  api_key_invalid: {
    status: 401,
    type: 'Authentication failed',
    code: 'not_authenticated',
    text: 'The API key is not valid.',
  },
  authorization_malformed: {
    status: 401,
    type: 'Authentication failed',
    code: 'bad_authorization_header',
    text: 'Authorization header must contain two space-delimited values',
  },
  token_not_valid: {
    status: 401,
    type: 'Authentication failed',
    code: 'token_not_valid',
    text: 'Given token not valid for any token type',
  },
  refresh_not_valid: {
    status: 401,
    type: 'Authentication failed',
    code: 'token_not_valid',
    text: 'Token is invalid or expired',
  },
  credentials_invalid: {
    status: 401,
    type: 'Authentication failed',
    code: 'authentication_failed',
    text: 'The supplied authentication credentials are invalid.',
  },
  inactive_account: {
    status: 401,
    type: 'Inactive Account',
    code: 'no_active_account',
    text: 'No active account found with the given credentials',
  },
  password_reset_required: {
    status: 401,
    type: 'Authentication failed',
    code: 'password_reset_required',
    text: 'Choose a new password first: ask for a code with user/password/forgot/.',
  },
  second_factor_required: {
    status: 401,
    type: 'Authentication failed',
    code: 'second_factor_required',
    text: 'A second factor is needed: send a code of it with second_factor_ticket to user/login/second-factor/.',
  },
  second_factor_enrollment_required: {
    status: 401,
    type: 'Authentication failed',
    code: 'second_factor_enrollment_required',
    text: 'Set up a second factor first: on the page of your account, or with second_factor_ticket by user/login/second-factor/enroll/.',
  },
  second_factor_kept: {
    status: 403,
    type: 'Permission denied',
    code: 'second_factor_kept',
    text: 'You need a second factor here, so it cannot be removed. Set up another one in its place.',
  },
  passkeys_unavailable: {
    status: 403,
    type: 'Permission denied',
    code: 'passkeys_unavailable',
    text: 'Passkeys cannot be used through this application: they need one with a registered https origin on the domain of the service.',
  },
  origin_not_allowed: {
    status: 403,
    type: 'Permission denied',
    code: 'origin_not_allowed',
    text: 'This origin is not registered for the application.',
  },
  recent_sign_in_required: {
    status: 403,
    type: 'Permission denied',
    code: 'recent_sign_in_required',
    text: 'Prove who you are first: send your password to user/proof/, or sign in again. Then repeat this.',
  },
  account_frozen: {
    status: 403,
    type: 'Permission denied',
    code: 'account_frozen',
    text: 'An address of this account has objected to a change, so this is not possible now. Sign in with the password of before, or ask those who run the service.',
  },
  cross_site_request: {
    status: 403,
    type: 'Permission denied',
    code: 'cross_site_request',
    text: 'This request did not come from the page.',
  },
  cookie_duplicate: {
    status: 400,
    type: 'Parse Error',
    code: 'cookie_duplicate',
    text: 'The cookie {name} was sent more than once. Delete the cookies of this site in your browser and sign in again.',
  },
  not_found: { status: 404, type: 'Not Found', code: 'not_found', text: 'Not found.' },
  method_not_allowed: {
    status: 405,
    type: 'Method Not Allowed',
    code: 'method_not_allowed',
    text: 'Method "{method}" not allowed.',
  },
  precondition_failed: {
    status: 412,
    type: 'Precondition Failed',
    code: 'precondition_failed',
    text: 'The profile has changed since it was read. Read it again and repeat the change.',
  },
  payload_too_large: {
    status: 413,
    type: 'Payload Too Large',
    code: 'payload_too_large',
    text: 'The request is larger than {limit} bytes.',
  },
  too_many_parts: {
    status: 413,
    type: 'Payload Too Large',
    code: 'payload_too_large',
    text: 'The request has more than {limit} fields.',
  },
  unsupported_media_type: {
    status: 415,
    type: 'Unsupported Media Type',
    code: 'unsupported_media_type',
    text: 'Unsupported media type "{mediaType}" in request.',
  },
  headers_too_large: {
    status: 431,
    type: 'Payload Too Large',
    code: 'headers_too_large',
    text: 'The request line and headers are too large.',
  },
  throttled: {
    status: 429,
    type: 'Throttled',
    code: 'throttled',
    text: 'Request was throttled. Expected available in {seconds} seconds.',
  },
  pictures_per_day: {
    status: 429,
    type: 'Throttled',
    code: 'daily_limit_exceeded',
    text: 'Your daily profile update limit exceeded. Expected available in {hh} hours {m} minutes and {ss} seconds.',
  },
  server_error: { status: 500, type: 'Server Error', code: 'error', text: 'A server error occurred.' },
  unavailable: {
    status: 503,
    type: 'Service Unavailable',
    code: 'unavailable',
    text: 'The service is not available at the moment. Try again in {seconds} seconds.',
  },
  request_timeout: {
    status: 408,
    type: 'Parse Error',
    code: 'request_timeout',
    text: 'The request did not arrive in time.',
  },
} as const satisfies Record<string, { status: number; type: string; code: string; text: string }>

/** A key of `fieldMessages`. */
export type FieldMessageKey = keyof typeof fieldMessages
/** A key of `failures`. */
export type FailureKey = keyof typeof failures
