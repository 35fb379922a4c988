/**
 * The error catalogue defines the status, type, code and English text of every refusal. `{name}` in a text is
 * replaced by parameters of the refusal. Translations are in `messages/`, under the same keys.
 */

/** The contract's text for every file that cannot be used, which clients of the published page know. */
const NO_PICTURE = 'Upload a valid image. The file you uploaded was either not an image or a corrupted image.'

/**
 * Faults of single fields. Clients match `code`; several texts may share one. `message` says more to readers of
 * English than the published text.
 */
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
  unknown_field: { code: 'unknown_field', text: 'There is no field with this name.' },
  unknown_field_near: {
    code: 'unknown_field',
    text: 'There is no field with this name. Did you mean {name}?',
  },
  email_invalid: { code: 'invalid', text: 'Enter a valid email address.' },
  phone_invalid: {
    code: 'invalid',
    text: "Phone number must be entered in the format: '999999999'. Up to 15 digits allowed.",
  },
  invalid_choice: { code: 'invalid_choice', text: '"{value}" is not a valid choice.' },
  token_mismatch: { code: 'token_mismatch', text: 'Token is not matching.' },
  image_invalid: {
    code: 'invalid_image',
    text: NO_PICTURE,
  },
  unsupported_format: {
    code: 'unsupported_format',
    text: NO_PICTURE,
    message: "We don't accept this kind of file. Upload a picture as {formats}.",
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
    text: 'Ensure this picture has no more than {megapixels} megapixels.',
  },
  image_too_complex: {
    code: 'image_too_complex',
    text: 'This picture takes too much memory or time to open. Save it with fewer pixels or as a plain JPEG, and upload it again.',
  },
  not_an_integer: { code: 'invalid', text: 'A valid integer is required.' },
  min_value: { code: 'min_value', text: 'Ensure this value is greater than or equal to {min}.' },
  max_value: { code: 'max_value', text: 'Ensure this value is less than or equal to {max}.' },
  not_a_list: { code: 'not_a_list', text: 'Expected a list of items.' },
  too_many_items: { code: 'max_length', text: 'Ensure this field has no more than {max} elements.' },
  not_a_number: { code: 'invalid', text: 'A valid number is required.' },
  min_length: { code: 'min_length', text: 'Ensure this field has at least {min} characters.' },
  pattern_mismatch: { code: 'invalid', text: 'This value does not match the required pattern.' },
  date_invalid: {
    code: 'invalid',
    text: 'Date has wrong format. Use one of these formats instead: YYYY-MM-DD.',
  },
  url_invalid: { code: 'invalid', text: 'Enter a valid URL.' },
  too_few_items: { code: 'min_length', text: 'Ensure this field has at least {min} elements.' },
  place_invalid: {
    code: 'invalid',
    text: 'Send a place as an object with locality, region and country, or some of them.',
  },
  read_only: { code: 'read_only', text: 'This field cannot be changed here.' },
  not_searchable: {
    code: 'not_searchable',
    text: 'People cannot be searched by an attribute of this name; or it became searchable just now, and its search is being prepared.',
  },
  values_too_large: {
    code: 'max_length',
    text: 'All additional values together may have {max} bytes. Shorten this one.',
  },
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
    text: 'This password is easy to guess. Avoid repetition and sequences such as aaaaaaaa, abcd1234 or qwertyui.',
  },
  password_breached: {
    code: 'password_breached',
    text: 'This password was exposed in a data breach at another service. Choose a different one.',
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
  external_id_invalid: {
    code: 'invalid',
    text: 'An external id has 1 to 255 visible characters, without white space around them.',
  },
  external_id_taken: { code: 'unique', text: 'Another person has this external id in your application.' },
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
    text: 'This code is incorrect or was already used. Enter the current code from your authenticator app, or a recovery code.',
  },
  ticket_not_valid: {
    code: 'ticket_not_valid',
    text: 'This sign-in has expired or was started elsewhere. Sign in again with your password.',
  },
  passkey_invalid: {
    code: 'passkey_invalid',
    text: 'The passkey could not be verified. Ask for new options and try again.',
  },
  passkey_unknown: {
    code: 'passkey_unknown',
    text: 'This passkey is not registered or was removed. Sign in another way.',
  },
  passkey_registered: { code: 'unique', text: 'This passkey is already registered.' },
  too_many_passkeys: {
    code: 'too_many_passkeys',
    text: 'You can have up to {max} passkeys. Remove one first.',
  },
} as const satisfies Record<string, { code: string; text: string; message?: string }>

/** Failures of a request as a whole; the text is in `detail`. */
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
  filter_not_indexed: {
    status: 400,
    type: 'Validation Error',
    code: 'filter_not_indexed',
    text: 'These filters cannot be combined: updated_since excludes search and status; attribute excludes all others but status=active.',
  },
  idempotency_key_malformed: {
    status: 400,
    type: 'Parse Error',
    code: 'parse_error',
    text: 'The Idempotency-Key header must have 1 to 255 visible ASCII characters.',
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
  foreign_token_refused: {
    status: 401,
    type: 'Authentication failed',
    code: 'token_not_valid',
    text: 'The access token was refused: {reason}.',
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
    text: 'Choose a new password first: request a code with user/password/forgot/.',
  },
  second_factor_required: {
    status: 401,
    type: 'Authentication failed',
    code: 'second_factor_required',
    text: 'A second factor is required: send its code with second_factor_ticket to user/login/second-factor/.',
  },
  second_factor_enrollment_required: {
    status: 401,
    type: 'Authentication failed',
    code: 'second_factor_enrollment_required',
    text: 'Set up a second factor first: on your account page, or with second_factor_ticket through user/login/second-factor/enroll/.',
  },
  second_factor_kept: {
    status: 403,
    type: 'Permission denied',
    code: 'second_factor_kept',
    text: 'This service requires a second factor, so it cannot be removed. Replace it with another one.',
  },
  passkeys_unavailable: {
    status: 403,
    type: 'Permission denied',
    code: 'passkeys_unavailable',
    text: 'Passkeys are unavailable in this application: it needs a registered https origin on the domain of the service.',
  },
  origin_not_allowed: {
    status: 403,
    type: 'Permission denied',
    code: 'origin_not_allowed',
    text: 'This origin is not registered for the application.',
  },
  server_key_required: {
    status: 403,
    type: 'Permission denied',
    code: 'server_key_required',
    text: 'This operation is only for the key of an application of kind server.',
  },
  server_key_not_allowed: {
    status: 403,
    type: 'Permission denied',
    code: 'server_key_not_allowed',
    text: 'The key of an application of kind server does not allow this operation. Use the key of an application through which people sign in.',
  },
  server_key_from_browser: {
    status: 403,
    type: 'Permission denied',
    code: 'server_key_from_browser',
    text: 'The key of a server is secret and must not be used in a browser. Call from your server, without an Origin header, and replace this key.',
  },
  insufficient_scope: {
    status: 403,
    type: 'Permission denied',
    code: 'insufficient_scope',
    text: 'This key does not have the scope {scope}.',
  },
  recent_sign_in_required: {
    status: 403,
    type: 'Permission denied',
    code: 'recent_sign_in_required',
    text: 'Confirm your identity first: send your password to user/proof/, or sign in again. Then repeat the request.',
  },
  account_missing: {
    status: 403,
    type: 'Permission denied',
    code: 'account_missing',
    text: 'There is no account for this sign-in, and it does not create one. Ask the people who run this service for an account.',
  },
  account_exists: {
    status: 403,
    type: 'Permission denied',
    code: 'account_exists',
    text: 'An account with your email address already exists, and this sign-in is not linked to it. Sign in as before, or ask the people who run this service.',
  },
  act_at_provider: {
    status: 403,
    type: 'Permission denied',
    code: 'act_at_provider',
    text: 'You are signed in through {provider}. Do this there, or ask the people who run this service.',
  },
  provider_unavailable: {
    status: 503,
    type: 'Service Unavailable',
    code: 'provider_unavailable',
    text: '{provider} cannot be reached right now. Try again in a moment.',
  },
  provider_refused: {
    status: 403,
    type: 'Permission denied',
    code: 'provider_refused',
    text: 'The sign-in at {provider} could not be completed. Try again. If that does not help, ask the people who run this service.',
  },
  provider_sign_in_expired: {
    status: 403,
    type: 'Permission denied',
    code: 'provider_sign_in_expired',
    text: 'This sign-in at {provider} took too long or was already completed. Start it again.',
  },
  provider_denied: {
    status: 403,
    type: 'Permission denied',
    code: 'provider_denied',
    text: 'You canceled the sign-in at {provider}. Nothing has changed.',
  },
  provider_other_person: {
    status: 403,
    type: 'Permission denied',
    code: 'provider_other_person',
    text: 'You signed in at {provider} as somebody else. Sign in there as the person of this account.',
  },
  provider_not_fresh: {
    status: 403,
    type: 'Permission denied',
    code: 'provider_not_fresh',
    text: '{provider} did not ask you to sign in again. Sign out there, and then try again.',
  },
  account_frozen: {
    status: 403,
    type: 'Permission denied',
    code: 'account_frozen',
    text: 'A previous email address of this account objected to a change, so this is not possible right now. Sign in with the previous password, or contact the people who run this service.',
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
  cursor_unknown: {
    status: 400,
    type: 'Validation Error',
    code: 'cursor_unknown',
    text: 'This cursor is unknown here: it is mistyped, or the data was restored from before it. Read what you need of all people again, then continue with after=latest.',
  },
  cursor_expired: {
    status: 410,
    type: 'Gone',
    code: 'cursor_expired',
    text: 'Events after this cursor have been removed, since they are too old. Read what you need of all people again, then continue with after=latest.',
  },
  method_not_allowed: {
    status: 405,
    type: 'Method Not Allowed',
    code: 'method_not_allowed',
    text: 'Method "{method}" not allowed.',
  },
  idempotency_key_in_use: {
    status: 409,
    type: 'Conflict',
    code: 'idempotency_key_in_use',
    text: 'A request with this Idempotency-Key is still running. Repeat it later.',
  },
  idempotency_key_reused: {
    status: 422,
    type: 'Unprocessable Content',
    code: 'idempotency_key_reused',
    text: 'This Idempotency-Key was used for another request. Use a new one for each change.',
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
    text: 'The service is temporarily unavailable. Try again in {seconds} seconds.',
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
