import type { Translation } from '../texts.ts'

/**
 * Español, neutro de América Latina. Tratamiento: tú, como en la página. Comillas «…», signos de apertura ¿ y ¡. Pasado simple («se
 * cambió», no «ha cambiado»). Palabras: nombre de usuario, nombre, apellido, correo electrónico, número de teléfono, contraseña, cuenta,
 * perfil, foto, código, verificación en dos pasos, llave de acceso; ingresar, agregar, cancelar, vencer.
 */
const spanish: Translation = {
  language: 'es',
  errors: {
    required: 'Este campo es obligatorio.',
    blank: 'Este campo no puede estar vacío.',
    null: 'Este campo debe tener un valor.',
    not_a_string: 'No es un texto válido.',
    null_characters: 'No se permiten caracteres nulos.',
    surrogate_characters: 'No se permiten caracteres subrogados sueltos: U+{code}.',
    max_length: 'Este campo no puede tener más de {max, plural, one {# carácter} other {# caracteres}}.',
    unknown_field: 'No hay ningún campo con este nombre.',
    unknown_field_near: 'No hay ningún campo con este nombre. ¿Quisiste decir {name}?',
    email_invalid: 'Ingresa un correo electrónico válido.',
    phone_invalid: 'Ingresa el número de teléfono con el formato «999999999», con 15 dígitos como máximo.',
    invalid_choice: '«{value}» no es una opción válida.',
    token_mismatch: 'El código no coincide.',
    image_invalid: 'Sube una imagen válida. El archivo que subiste no es una imagen o está dañado.',
    unsupported_format: 'No aceptamos este tipo de archivo. Sube una foto en formato {formats}.',
    file_missing: 'No se envió ningún archivo.',
    file_empty: 'El archivo enviado está vacío.',
    not_a_file: 'Lo que se envió no es un archivo. Revisa la codificación del formulario.',
    file_too_large: 'El archivo no puede ocupar más de {megabytes, plural, other {# MB}}.',
    too_many_pixels:
      'La foto no puede tener más de {megapixels, plural, one {# megapíxel} other {# megapíxeles}}.',
    image_too_complex:
      'Esta foto necesita demasiada memoria o demasiado tiempo para abrirse. Guárdala con menos píxeles o como JPEG normal y vuelve a subirla.',
    not_an_integer: 'Ingresa un número entero válido.',
    min_value: 'El valor debe ser mayor o igual que {min}.',
    max_value: 'El valor debe ser como máximo {max}.',
    not_a_list: 'Se esperaba una lista.',
    too_many_items: 'Esta lista puede tener como máximo {max, plural, one {# elemento} other {# elementos}}.',
    not_a_number: 'Ingresa un número válido.',
    min_length: 'Este campo debe tener al menos {min, plural, one {# carácter} other {# caracteres}}.',
    pattern_mismatch: 'El valor no tiene la forma requerida.',
    date_invalid: 'El formato de la fecha no es válido. Usa este: AAAA-MM-DD.',
    url_invalid: 'Ingresa una dirección web válida.',
    too_few_items: 'Elige al menos {min, plural, one {# elemento} other {# elementos}}.',
    place_invalid: 'Envía el lugar como un objeto con locality, region y country, o algunos de ellos.',
    read_only: 'Este campo no se puede cambiar aquí.',
    not_searchable:
      'No se puede buscar a personas por un atributo con este nombre, o la búsqueda por él todavía se está preparando.',
    values_too_large:
      'Todos los datos adicionales juntos pueden ocupar como máximo {max, plural, one {# byte} other {# bytes}}. Acorta este.',
    crop_incomplete: 'Envía crop_x, crop_y, crop_width y crop_height juntos, o ninguno de ellos.',
    crop_outside: 'El recorte debe quedar dentro de la foto de {width} × {height} píxeles.',
    no_picture: 'No hay ninguna foto que recortar. Sube una primero.',
    password_wrong: 'Tu contraseña actual es incorrecta. Ingrésala de nuevo.',
    own_password_wrong: 'Tu contraseña es incorrecta. Ingrésala de nuevo.',
    password_too_short:
      'Esta contraseña es demasiado corta. Debe tener al menos {min, plural, one {# carácter} other {# caracteres}}.',
    password_too_common: 'Esta contraseña es demasiado común.',
    password_predictable:
      'Esta contraseña es fácil de adivinar. Evita repeticiones y secuencias como aaaaaaaa, abcd1234 o qwertyui.',
    password_breached:
      'Esta contraseña quedó expuesta en una filtración de datos de otro servicio. Elige otra.',
    password_too_similar: 'La contraseña se parece demasiado a {attribute}.',
    username_invalid:
      'Ingresa un nombre de usuario válido. Solo puede contener letras, números y los caracteres @/./+/-/_.',
    username_taken: 'Este nombre de usuario ya está en uso.',
    email_taken: 'Este correo electrónico ya pertenece a otra cuenta.',
    external_id_invalid:
      'Un identificador externo tiene de 1 a 255 caracteres visibles, sin espacios alrededor.',
    external_id_taken: 'Otra persona ya tiene este identificador externo en tu aplicación.',
    datetime_invalid: 'El formato de la fecha y la hora no es válido. Usa este: YYYY-MM-DDThh:mm:ssZ.',
    cursor_invalid: 'El cursor no es válido.',
    address_not_registered: 'Esta dirección no está registrada.',
    not_a_boolean: 'El valor debe ser verdadero o falso.',
    refresh_of_another: 'El token no es válido o venció.',
    second_factor_code_wrong:
      'El código es incorrecto o ya se usó. Ingresa el código actual de tu aplicación de autenticación o un código de recuperación.',
    ticket_not_valid:
      'Este inicio de sesión venció o se inició en otro lugar. Vuelve a iniciar sesión con tu contraseña.',
    passkey_invalid: 'No se pudo verificar la llave de acceso. Inténtalo de nuevo.',
    passkey_unknown: 'Esta llave de acceso no está registrada o se eliminó. Inicia sesión de otra forma.',
    passkey_registered: 'Esta llave de acceso ya está registrada.',
    too_many_passkeys:
      'Puedes tener hasta {max, plural, one {# llave de acceso} other {# llaves de acceso}}. Elimina una primero.',
    validation: 'Los datos ingresados no son válidos.',
    not_an_object: 'Datos no válidos. Se esperaba un objeto, pero se recibió: {type}.',
    no_data: 'No se envió ningún dato.',
    parse_json: 'No se pudieron leer los datos como JSON: {reason}',
    parse_multipart: 'No se pudo leer el formulario (multipart): {reason}',
    malformed: 'El formato de la solicitud no es válido.',
    if_match_malformed:
      'El encabezado If-Match debe ser una lista de etiquetas de entidad entre comillas dobles, o *.',
    filter_not_indexed:
      'Estos filtros no se pueden combinar: updated_since excluye search y status; attribute excluye todos los demás, salvo status=active.',
    idempotency_key_malformed:
      'El encabezado Idempotency-Key debe tener de 1 a 255 caracteres ASCII visibles.',
    not_authenticated: 'No iniciaste sesión.',
    api_key_missing: 'Falta la clave de API. Envíala en el encabezado apikey.',
    api_key_invalid: 'La clave de API no es válida.',
    authorization_malformed:
      'El encabezado Authorization debe contener dos valores separados por un espacio.',
    token_not_valid: 'Tu acceso no es válido o venció. Vuelve a iniciar sesión.',
    foreign_token_refused: 'El token de acceso fue rechazado: {reason}.',
    refresh_not_valid: 'Tu sesión no es válida o venció. Vuelve a iniciar sesión.',
    credentials_invalid: 'Nombre de usuario o contraseña incorrectos.',
    inactive_account: 'Esta cuenta no está activa.',
    password_reset_required:
      'Elige primero una contraseña nueva: solicita un código con «¿Olvidaste tu contraseña?».',
    second_factor_required:
      'Se requiere la verificación en dos pasos: ingresa un código de tu aplicación de autenticación.',
    second_factor_enrollment_required:
      'Primero configura la verificación en dos pasos en la página de tu cuenta.',
    second_factor_kept:
      'Este servicio requiere la verificación en dos pasos, así que no se puede desactivar. Usa otra aplicación en su lugar.',
    passkeys_unavailable: 'En esta aplicación no se pueden usar llaves de acceso.',
    origin_not_allowed: 'Este origen no está registrado para la aplicación.',
    server_key_required: 'Esta operación requiere la clave de una aplicación de tipo server.',
    server_key_not_allowed:
      'La clave de una aplicación de tipo server no permite esta operación. Usa la de una aplicación con la que las personas inician sesión.',
    server_key_from_browser:
      'La clave de un servidor es secreta y no debe usarse en un navegador. Envía la solicitud desde tu servidor, sin el encabezado Origin, y reemplaza esta clave.',
    insufficient_scope: 'Esta clave no tiene el permiso {scope}.',
    recent_sign_in_required:
      'Primero, confirma que eres tú: ingresa tu contraseña o vuelve a iniciar sesión. Después, inténtalo de nuevo.',
    account_missing:
      'No hay ninguna cuenta para este inicio de sesión, y con él no se crea ninguna. Pide una a quienes administran este servicio.',
    account_exists:
      'Ya existe una cuenta con tu correo electrónico y este inicio de sesión no está vinculado a ella. Inicia sesión como hasta ahora o comunícate con quienes administran este servicio.',
    act_at_provider:
      'Iniciaste sesión con {provider}. Hazlo allí o comunícate con quienes administran este servicio.',
    provider_unavailable:
      'No se puede contactar con {provider} en este momento. Inténtalo de nuevo en un momento.',
    provider_refused:
      'No se pudo completar el inicio de sesión en {provider}. Inténtalo de nuevo. Si no funciona, comunícate con quienes administran este servicio.',
    provider_sign_in_expired:
      'Este inicio de sesión en {provider} tardó demasiado o ya se completó. Comienza de nuevo.',
    provider_denied: 'Se canceló el inicio de sesión en {provider}. No cambió nada.',
    provider_other_person:
      'Iniciaste sesión en {provider} como otra persona. Inicia sesión allí como la persona de esta cuenta.',
    provider_not_fresh:
      '{provider} no te pidió iniciar sesión de nuevo. Cierra la sesión allí y vuelve a intentarlo.',
    account_frozen:
      'Desde un correo electrónico anterior de esta cuenta alguien se opuso a un cambio, así que esto no es posible por ahora. Inicia sesión con la contraseña anterior o comunícate con quienes administran este servicio.',
    cross_site_request: 'Esta solicitud no provino de la página.',
    cookie_duplicate:
      'La cookie {name} se envió más de una vez. Elimina las cookies de este sitio en tu navegador y vuelve a iniciar sesión.',
    not_found: 'No se encontró.',
    cursor_unknown: 'Este cursor no se conoce aquí. Vuelve a leer los datos de todas las personas.',
    cursor_expired:
      'Los eventos posteriores a este cursor son demasiado antiguos y se han eliminado. Vuelve a leer los datos de todas las personas.',
    method_not_allowed: 'El método «{method}» no está permitido.',
    idempotency_key_in_use:
      'Una solicitud con este Idempotency-Key todavía está en curso. Repítela más tarde.',
    idempotency_key_reused:
      'Este Idempotency-Key se usó para otra solicitud. Usa uno nuevo para cada cambio.',
    precondition_failed: 'El perfil cambió desde que se cargó. Vuelve a cargarlo y repite el cambio.',
    payload_too_large: 'La solicitud ocupa más de {limit, plural, one {# byte} other {# bytes}}.',
    too_many_parts: 'La solicitud tiene más de {limit, plural, one {# campo} other {# campos}}.',
    unsupported_media_type: 'El tipo de contenido «{mediaType}» de la solicitud no es compatible.',
    headers_too_large: 'La línea de solicitud y los encabezados son demasiado grandes.',
    throttled:
      'Demasiadas solicitudes. Inténtalo de nuevo en {seconds, plural, one {# segundo} other {# segundos}}.',
    pictures_per_day:
      'Alcanzaste el límite diario de cambios de tu perfil. Inténtalo de nuevo en {hh, plural, one {# hora} other {# horas}}, {m, plural, one {# minuto} other {# minutos}} y {ss, plural, one {# segundo} other {# segundos}}.',
    server_error: 'Se produjo un error en el servidor.',
    unavailable:
      'El servicio no está disponible en este momento. Inténtalo de nuevo en {seconds, plural, one {# segundo} other {# segundos}}.',
    request_timeout: 'La solicitud no llegó a tiempo.',
  },
  attributes: {
    username: 'tu nombre de usuario',
    'first name': 'tu nombre',
    'last name': 'tu apellido',
    'email address': 'tu correo electrónico',
    'service name': 'el nombre de este servicio',
    'service address': 'la dirección de este servicio',
  },
  mails: {
    greeting: 'Hola, {name}:',
    greetingWithoutName: 'Hola:',
    footer: 'Recibes este correo por una actividad en una cuenta de {service}.',
    linkFallback: 'Si el botón no funciona, copia este enlace en tu navegador:',
    fact: '{label}: {value}',
    username: 'Nombre de usuario',
    mails: {
      new_address_code: {
        subject: 'Tu código de confirmación de {service}',
        first: 'Ingresa este código para que {address} sea el correo electrónico de tu cuenta de {service}.',
        paragraphs: [
          'Este código funciona una sola vez y vence en {minutes, plural, one {# minuto} other {# minutos}}. No lo compartas con nadie.',
          'Si no solicitaste este código, puedes ignorar este correo. Sin el código, nada cambia.',
        ],
      },
      current_address_code: {
        subject: 'Confirma el correo electrónico nuevo de tu cuenta de {service}',
        first:
          'Ingresa este código para cambiar el correo electrónico de tu cuenta de {service} a {address}.',
        paragraphs: [
          'Este código funciona una sola vez y vence en {minutes, plural, one {# minuto} other {# minutos}}. No lo compartas con nadie.',
          'Si no solicitaste este código, otra persona inició sesión en tu cuenta: cambia tu contraseña. Sin el código, tu correo electrónico sigue siendo el mismo.',
        ],
      },
      address_taken: {
        subject: 'Alguien ingresó tu correo electrónico en {service}',
        first: 'Alguien intentó usar este correo electrónico para otra cuenta de {service}.',
        paragraphs: [
          'La dirección sigue siendo de tu cuenta, y no le enviamos un código a nadie.',
          'Si fuiste tú, ya tienes una cuenta con esta dirección. Si no fuiste tú, no tienes que hacer nada.',
        ],
      },
      address_changed: {
        subject: 'Se cambió tu correo electrónico de {service}',
        first: 'El correo electrónico de tu cuenta de {service} se cambió a {address}.',
        paragraphs: [
          'Si fuiste tú, no tienes que hacer nada.',
          'Si no fuiste tú, puedes deshacer el cambio hasta el {until}. Tu cuenta recuperará esta dirección, se cerrarán todas las sesiones y elegirás una contraseña nueva.',
        ],
        link: 'Deshacer el cambio',
      },
      password_reset_code: {
        subject: 'Tu código para restablecer la contraseña de {service}',
        first: 'Ingresa este código para elegir una contraseña nueva para tu cuenta de {service}.',
        paragraphs: [
          'Este código funciona una sola vez y vence en {minutes, plural, one {# minuto} other {# minutos}}. No lo compartas con nadie.',
          'Si no solicitaste este código, puedes ignorar este correo. Tu contraseña sigue siendo la misma.',
        ],
      },
      password_reset_code_left: {
        subject: 'Tu código para restablecer la contraseña de {service}',
        first: 'Ingresa este código para elegir una contraseña nueva para tu cuenta de {service}.',
        paragraphs: [
          'Este código funciona una sola vez y vence en {minutes, plural, one {# minuto} other {# minutos}}. No lo compartas con nadie.',
          'La dirección de esta cuenta se cambió hace menos de 72 horas, por eso la contraseña nueva entrará en vigor {hours, plural, one {# hora} other {# horas}} después de que la elijas. Hasta entonces, quien conozca la contraseña actual puede cancelarla.',
          'Si no solicitaste este código, puedes ignorar este correo. Tu contraseña sigue siendo la misma.',
        ],
      },
      invitation_code: {
        subject: 'Elige una contraseña para {service}',
        first: 'Se creó una cuenta de {service} para ti. Ingresa este código para elegir una contraseña.',
        paragraphs: [
          'Este código funciona una sola vez y vence en {hours, plural, one {# hora} other {# horas}}. No lo compartas con nadie.',
          'Si no esperas una cuenta, puedes ignorar este correo.',
        ],
      },
      recovery_announced: {
        subject: 'Tu contraseña de {service} está por cambiar',
        first: 'Se eligió una contraseña nueva para tu cuenta de {service}. Entrará en vigor el {until}.',
        paragraphs: [
          'Se eligió con un código enviado a {address}. Hasta entonces, funciona tu contraseña actual.',
          'Si fuiste tú, no tienes que hacer nada.',
          'Si no fuiste tú, inicia sesión con tu contraseña actual y cancela la nueva.',
        ],
        link: 'Cancelar la contraseña nueva',
      },
      recovery_stopped: {
        subject: 'Se canceló la contraseña nueva de tu cuenta de {service}',
        first: 'La contraseña nueva que se eligió para tu cuenta de {service} no entrará en vigor.',
        paragraphs: [
          'La canceló alguien que conoce la contraseña actual.',
          'Si no fuiste tú, deshaz el cambio de dirección con el enlace que te enviamos por correo o comunícate con quienes administran este servicio.',
        ],
      },
      recovery_stopped_final: {
        subject: 'Se canceló la contraseña nueva de tu cuenta de {service}',
        first: 'La contraseña nueva que se eligió para tu cuenta de {service} no entrará en vigor.',
        paragraphs: [
          'La canceló alguien que conoce la contraseña actual.',
          'Si no fuiste tú, comunícate con quienes administran este servicio.',
        ],
      },
      recovery_stopped_by_operator: {
        subject: 'Se canceló la contraseña nueva de tu cuenta de {service}',
        first: 'La contraseña nueva que se eligió para tu cuenta de {service} no entrará en vigor.',
        paragraphs: ['Si no lo solicitaste, comunícate con quienes administran este servicio.'],
      },
      address_undone: {
        subject: 'Tu cuenta de {service} recuperó su correo electrónico anterior',
        first: 'Se deshizo el cambio que asignó este correo electrónico a tu cuenta de {service}.',
        paragraphs: [
          'La cuenta usa de nuevo {address}, y se cerraron todas las sesiones.',
          'Si fuiste tú, no tienes que hacer nada.',
          'Si no fuiste tú, puedes oponerte hasta el {until}. Si te opones, nadie podrá cambiar la dirección, restablecer la contraseña por correo ni eliminar la cuenta hasta que alguien demuestre con la contraseña anterior que la cuenta es suya.',
        ],
        link: 'Oponerme',
      },
      undo_ended: {
        subject: 'Tu cuenta de {service} ya no usa este correo electrónico',
        first: 'Tu cuenta de {service} ahora usa {address}, y esto ya no se puede deshacer.',
        paragraphs: [
          'Alguien que conoce la contraseña de la cuenta finalizó el plazo para deshacer el cambio.',
          'Si no fuiste tú, comunícate con quienes administran este servicio.',
        ],
      },
      undo_ended_by_operator: {
        subject: 'Tu cuenta de {service} ya no usa este correo electrónico',
        first: 'Tu cuenta de {service} ahora usa {address}, y esto ya no se puede deshacer.',
        paragraphs: ['Si no lo solicitaste, comunícate con quienes administran este servicio.'],
      },
      password_changed: {
        subject: 'Se cambió tu contraseña de {service}',
        first: 'Se cambió la contraseña de tu cuenta de {service}.',
        paragraphs: [
          'Si fuiste tú, no tienes que hacer nada.',
          'Si no fuiste tú, otra persona tiene acceso a tu cuenta. Elige ahora una contraseña nueva y asegúrate de que nadie más pueda leer tus correos.',
        ],
        link: 'Elegir una contraseña nueva',
      },
      deletion_scheduled: {
        subject: 'Tu cuenta de {service} se eliminará',
        first: 'Tu cuenta de {service} se eliminará el {until}.',
        paragraphs: [
          'Con ella se eliminará todo lo que guardamos sobre ti, y no se podrá recuperar.',
          'Si cambias de opinión, inicia sesión antes de esa fecha y conserva tu cuenta.',
          'Si no fuiste tú, inicia sesión ahora, conserva tu cuenta y cambia tu contraseña.',
        ],
        link: 'Conservar mi cuenta',
      },
      deletion_scheduled_left: {
        subject: 'Tu cuenta de {service} se eliminará',
        first: 'Tu cuenta de {service} se eliminará el {until}.',
        paragraphs: [
          'La dirección de esta cuenta se cambió hace menos de 72 horas, por eso también enviamos este correo a tu dirección anterior.',
          'Si no fuiste tú, usa el enlace que te enviamos por correo sobre ese cambio. Con él, la cuenta recupera esta dirección y se cancela la eliminación.',
        ],
      },
      deletion_cancelled: {
        subject: 'Tu cuenta de {service} no se eliminará',
        first: 'Se canceló la eliminación de tu cuenta de {service}.',
        paragraphs: ['Todo sigue como estaba.', 'Si no fuiste tú, cambia tu contraseña.'],
      },
      own_address_code: {
        subject: 'Tu código de confirmación de {service}',
        first:
          'Ingresa este código para verificar el correo electrónico {address} de tu cuenta de {service}.',
        paragraphs: [
          'Este código funciona una sola vez y vence en {minutes, plural, one {# minuto} other {# minutos}}. No lo compartas con nadie.',
          'Si no solicitaste este código, puedes ignorar este correo. Sin el código, nada cambia.',
        ],
      },
      new_device: {
        subject: 'Nuevo inicio de sesión en tu cuenta de {service}',
        first: 'Alguien inició sesión en tu cuenta de {service} en un dispositivo nuevo.',
        paragraphs: [],
      },
      provider_linked: {
        subject: 'Se vinculó un inicio de sesión a tu cuenta de {service}',
        first:
          'Se vinculó a tu cuenta de {service} el inicio de sesión con otro servicio, porque tiene tu correo electrónico.',
        paragraphs: [],
      },
      passkey_added: {
        subject: 'Se agregó una llave de acceso a tu cuenta de {service}',
        first: 'Se agregó una llave de acceso a tu cuenta de {service}.',
        paragraphs: [],
      },
      passkey_removed: {
        subject: 'Se eliminó una llave de acceso de tu cuenta de {service}',
        first: 'Se eliminó una llave de acceso de tu cuenta de {service}.',
        paragraphs: [],
      },
      second_factor_added: {
        subject: 'Se activó la verificación en dos pasos en tu cuenta de {service}',
        first: 'Se activó la verificación en dos pasos en tu cuenta de {service}.',
        paragraphs: [],
      },
      second_factor_removed: {
        subject: 'Se desactivó la verificación en dos pasos en tu cuenta de {service}',
        first:
          'Se desactivó la verificación en dos pasos en tu cuenta de {service}. Basta tu contraseña para iniciar sesión.',
        paragraphs: [],
      },
      recovery_codes_renewed: {
        subject: 'Códigos de recuperación nuevos para tu cuenta de {service}',
        first: 'Se crearon códigos de recuperación nuevos para tu cuenta de {service}.',
        paragraphs: ['Los anteriores ya no funcionan.'],
      },
      refresh_token_reused: {
        subject: 'Se cerró tu sesión de {service} en un dispositivo',
        first: 'Para proteger tu cuenta de {service}, cerramos tu sesión en un dispositivo.',
        paragraphs: [
          'La clave de esa sesión se usó dos veces. Esto pasa cuando una aplicación se restaura desde una copia de seguridad, pero también cuando otra persona tiene una copia de la clave.',
          'Si lo necesitas, vuelve a iniciar sesión en ese dispositivo. En los demás, la sesión sigue iniciada.',
        ],
      },
      account_unlocked: {
        subject: 'Ya puedes volver a iniciar sesión en {service}',
        first: 'Ya puedes volver a iniciar sesión en tu cuenta de {service}.',
        paragraphs: [
          'El inicio de sesión estaba en pausa tras muchas contraseñas incorrectas. Tu contraseña no cambió.',
        ],
      },
      sign_in_locked: {
        subject: 'Muchas contraseñas incorrectas en tu cuenta de {service}',
        first:
          'Alguien ingresó muchas contraseñas incorrectas para tu cuenta de {service}, así que el inicio de sesión desde lugares nuevos está en pausa durante una hora como máximo.',
        paragraphs: [
          'Ninguna de las contraseñas era correcta, y nada cambió en tu cuenta. No tienes que hacer nada.',
          'Puedes seguir iniciando sesión donde lo hiciste en los últimos 30 días y en los navegadores que ya usaste. En otros lugares, elige una contraseña nueva o espera a que pase la hora.',
        ],
        link: 'Elegir una contraseña nueva',
      },
    },
    notice: {
      at: 'Fecha',
      requestedAt: 'Fecha de la solicitud',
      device: 'Dispositivo',
      place: 'Lugar',
      application: 'Aplicación',
      accountPage: 'La página de tu cuenta',
      byOperator: 'Lo hicieron quienes administran {service}.',
      browserOn: '{browser} en {os}',
      placeOf: '{country} ({network})',
      ifYou: 'Si fuiste tú, no tienes que hacer nada.',
      ifNot:
        'Si no fuiste tú, revisa dónde iniciaste sesión, cierra las sesiones que no reconozcas y cambia tu contraseña.',
      link: 'Abrir la configuración de seguridad',
    },
  },
  copy: {
    title: 'Tus datos en {service}',
    made: 'Esta copia se hizo el {at}.',
    profile:
      'profile.json: todo lo que guardamos sobre ti: tu perfil, dónde iniciaste sesión, lo que pasó en tu cuenta y las aplicaciones que usas. Es un archivo de texto que los programas pueden leer.',
    pictures: 'pictures: tu foto, completa y tal como se muestra.',
    noPictures: 'No tienes foto, así que aquí no hay ninguna.',
    secrets: 'No se incluyen contraseñas ni códigos: se guardan de una forma que nadie puede leer.',
  },
  pages: {
    not_found: {
      title: 'Esta página no existe',
      paragraphs: ['Revisa la dirección o vuelve a tu cuenta.'],
      button: 'Ir a tu cuenta',
    },
    not_started: {
      title: 'No se pudo cargar la página',
      paragraphs: ['Revisa tu conexión y recarga la página.'],
      button: 'Recargar página',
      noScript: 'Activa JavaScript en tu navegador para usar esta página.',
    },
    undo_ask: {
      title: '¿Deshacer el cambio de tu correo electrónico?',
      paragraphs: [
        'La cuenta recuperará la dirección {address}. Se cerrarán todas las sesiones y elegirás una contraseña nueva.',
      ],
      button: 'Deshacer el cambio',
    },
    undo_done: {
      title: 'Se deshizo el cambio',
      paragraphs: [
        'La cuenta usa de nuevo {address}, y se cerraron todas las sesiones.',
        'Elige una contraseña nueva antes de iniciar sesión. Enviaremos el código a esta dirección.',
      ],
      button: 'Elegir una contraseña nueva',
      stays: 'La cuenta estaba por eliminarse. Cancelamos la eliminación, así que la cuenta se conserva.',
    },
    undo_over: {
      title: 'Este enlace ya se usó o venció',
      paragraphs: [
        'Un cambio se puede deshacer una sola vez, en un plazo de 72 horas. Si otra persona está usando tu cuenta, comunícate con quienes administran este servicio.',
      ],
      button: 'Ir a tu cuenta',
    },
    undo_unknown: {
      title: 'No reconocemos este enlace',
      paragraphs: ['Revisa que hayas copiado el enlace completo o vuelve a abrirlo desde el correo.'],
      button: 'Ir a tu cuenta',
    },
    undo_frozen: {
      title: 'La cuenta está congelada',
      paragraphs: [
        'Desde una dirección de esta cuenta, alguien se opuso a un cambio. Hasta que se resuelva, no se puede deshacer nada.',
        'Inicia sesión con la contraseña anterior o comunícate con quienes administran este servicio.',
      ],
      button: 'Iniciar sesión',
    },
    objection_ask: {
      title: '¿Oponerte a este cambio?',
      paragraphs: [
        'Si te opones, nadie podrá cambiar la dirección de la cuenta, restablecer su contraseña por correo ni eliminarla.',
        'Esto termina cuando alguien inicia sesión con la contraseña anterior o cuando lo deciden quienes administran este servicio. No devuelve la cuenta a tu dirección.',
      ],
      button: 'Oponerme',
    },
    objection_done: {
      title: 'La cuenta está congelada',
      paragraphs: [
        'Su dirección sigue siendo la misma, su contraseña no se puede restablecer por correo y la cuenta no se puede eliminar.',
        'Si la cuenta es tuya, inicia sesión con tu contraseña o comunícate con quienes administran este servicio.',
      ],
      button: 'Iniciar sesión',
    },
    objection_over: {
      title: 'Este enlace ya se usó o venció',
      paragraphs: [
        'Puedes oponerte una sola vez, en un plazo de 72 horas. Si otra persona está usando tu cuenta, comunícate con quienes administran este servicio.',
      ],
      button: 'Ir a tu cuenta',
    },
  },
}

export default spanish
