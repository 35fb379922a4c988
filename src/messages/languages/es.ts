import type { Translation } from '../texts.ts'

/**
 * Español, de uso general en España y América. Tratamiento: tú, como en la página. Comillas «…», signos de apertura ¿ y ¡. Palabras: nombre
 * de usuario, nombre, apellidos, correo electrónico, número de teléfono, contraseña, cuenta, perfil, imagen, código.
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
    email_invalid: 'Escribe una dirección de correo electrónico válida.',
    phone_invalid: 'Escribe el número de teléfono con el formato «999999999», con 15 dígitos como máximo.',
    invalid_choice: '«{value}» no es una opción válida.',
    token_mismatch: 'El código no coincide.',
    image_invalid: 'Sube una imagen válida. El archivo que subiste no es una imagen o está dañado.',
    file_missing: 'No se envió ningún archivo.',
    file_empty: 'El archivo enviado está vacío.',
    not_a_file: 'Lo que se envió no es un archivo. Comprueba la codificación del formulario.',
    file_too_large: 'El archivo no puede ocupar más de {megabytes, plural, other {# MB}}.',
    too_many_pixels:
      'La imagen no puede tener más de {megapixels, plural, one {# megapíxel} other {# megapíxeles}} entre todos sus fotogramas.',
    image_too_complex:
      'Esta imagen necesita demasiada memoria para abrirse. Guárdala con menos píxeles o como JPEG normal y vuelve a subirla.',
    not_an_integer: 'Escribe un número entero.',
    min_value: 'El valor debe ser mayor o igual que {min}.',
    crop_incomplete: 'Envía crop_x, crop_y, crop_width y crop_height juntos, o ninguno de ellos.',
    crop_outside: 'El recorte debe quedar dentro de la imagen de {width} × {height} píxeles.',
    no_picture: 'Todavía no hay ninguna imagen que recortar. Sube una primero.',
    password_wrong: 'Tu contraseña anterior no es correcta. Escríbela de nuevo.',
    own_password_wrong: 'Tu contraseña no es correcta. Escríbela de nuevo.',
    password_too_short:
      'Esta contraseña es demasiado corta. Debe tener al menos {min, plural, one {# carácter} other {# caracteres}}.',
    password_too_common: 'Esta contraseña es demasiado común.',
    password_predictable:
      'Esta contraseña es fácil de adivinar. Evita repeticiones y series como aaaaaaaa, abcd1234 o qwertyui.',
    password_breached:
      'Esta contraseña se ha conocido por una filtración de datos de otro servicio. Elige otra.',
    password_too_similar: 'La contraseña se parece demasiado a {attribute}.',
    username_invalid:
      'Escribe un nombre de usuario válido. Solo puede contener letras, números y los caracteres @/./+/-/_.',
    username_taken: 'Ese nombre de usuario ya está en uso.',
    email_taken: 'Esa dirección de correo electrónico ya pertenece a otra cuenta.',
    password_hash_unknown:
      'El hash de la contraseña no tiene ningún formato admitido o exige demasiado cálculo.',
    datetime_invalid: 'La fecha y la hora no tienen un formato válido. Usa este: YYYY-MM-DDThh:mm:ssZ.',
    cursor_invalid: 'El cursor no es válido.',
    address_not_registered: 'Esta dirección no está registrada.',
    not_a_boolean: 'El valor debe ser verdadero o falso.',
    refresh_of_another: 'El token no es válido o ha caducado.',
    second_factor_code_wrong:
      'Este código no es correcto o ya se usó. Escribe el código actual de tu aplicación de autenticación o un código de recuperación.',
    ticket_not_valid:
      'Este inicio de sesión caducó o empezó en otro lugar. Vuelve a iniciar sesión con tu contraseña.',
    passkey_invalid: 'No se pudo comprobar la llave de acceso. Inténtalo de nuevo.',
    passkey_unknown: 'Esta llave de acceso no está registrada o se eliminó. Inicia sesión de otra manera.',
    passkey_registered: 'Esta llave de acceso ya está registrada.',
    too_many_passkeys:
      'No puede haber más de {max, plural, one {# llave de acceso} other {# llaves de acceso}}. Elimina una primero.',
    validation: 'Los datos introducidos no son válidos.',
    not_an_object: 'Datos no válidos. Se esperaba un objeto, pero se recibió: {type}.',
    no_data: 'No se envió ningún dato.',
    parse_json: 'No se pudieron leer los datos como JSON: {reason}',
    parse_multipart: 'No se pudo leer el formulario (multipart): {reason}',
    malformed: 'La solicitud está mal formada.',
    if_match_malformed:
      'El encabezado If-Match debe ser una lista de etiquetas de entidad entre comillas dobles, o *.',
    not_authenticated: 'No has iniciado sesión.',
    api_key_missing: 'Falta la clave de API. Envíala en el encabezado apikey.',
    api_key_invalid: 'La clave de API no es válida.',
    authorization_malformed:
      'El encabezado Authorization debe contener dos valores separados por un espacio.',
    token_not_valid: 'Tu acceso no es válido o ha caducado. Inicia sesión de nuevo.',
    refresh_not_valid: 'Tu sesión no es válida o ha caducado. Inicia sesión de nuevo.',
    credentials_invalid: 'El nombre de usuario o la contraseña no son correctos.',
    inactive_account: 'Esta cuenta no está activa.',
    password_reset_required:
      'Elige primero una contraseña nueva: pide un código con «¿Olvidaste tu contraseña?».',
    second_factor_required:
      'Se necesita un segundo factor: escribe un código de tu aplicación de autenticación.',
    second_factor_enrollment_required: 'Configura primero un segundo factor en la página de tu cuenta.',
    second_factor_kept:
      'Aquí hace falta un segundo factor, así que no se puede eliminar. Configura otro en su lugar.',
    passkeys_unavailable: 'Con esta aplicación no se pueden usar llaves de acceso.',
    origin_not_allowed: 'Este origen no está registrado para la aplicación.',
    recent_sign_in_required:
      'Confirma primero que eres tú: escribe tu contraseña o vuelve a iniciar sesión. Después, repite esto.',
    account_frozen:
      'Desde una dirección de esta cuenta alguien se opuso a un cambio, así que ahora esto no es posible. Inicia sesión con la contraseña que tenía antes la cuenta o pide ayuda a los responsables del servicio.',
    cross_site_request: 'Esta solicitud no procede de la página.',
    cookie_duplicate:
      'La cookie {name} se ha enviado más de una vez. Borra las cookies de este sitio en tu navegador y vuelve a iniciar sesión.',
    not_found: 'No se encontró.',
    method_not_allowed: 'El método «{method}» no está permitido.',
    precondition_failed: 'El perfil ha cambiado mientras tanto. Vuelve a cargarlo y repite el cambio.',
    payload_too_large: 'La solicitud ocupa más de {limit, plural, one {# byte} other {# bytes}}.',
    too_many_parts: 'La solicitud tiene más de {limit, plural, one {# campo} other {# campos}}.',
    unsupported_media_type: 'El tipo de contenido «{mediaType}» de la solicitud no está admitido.',
    headers_too_large: 'La línea de solicitud y los encabezados son demasiado grandes.',
    throttled:
      'Demasiadas solicitudes. Inténtalo de nuevo en {seconds, plural, one {# segundo} other {# segundos}}.',
    pictures_per_day:
      'Por hoy ya has cambiado tu imagen suficientes veces. Inténtalo de nuevo en {hh, plural, one {# hora} other {# horas}}, {m, plural, one {# minuto} other {# minutos}} y {ss, plural, one {# segundo} other {# segundos}}.',
    server_error: 'Se produjo un error en el servidor.',
    unavailable:
      'El servicio no está disponible en este momento. Inténtalo de nuevo en {seconds, plural, one {# segundo} other {# segundos}}.',
    request_timeout: 'La solicitud no llegó a tiempo.',
  },
  attributes: {
    username: 'tu nombre de usuario',
    'first name': 'tu nombre',
    'last name': 'tus apellidos',
    'email address': 'tu correo electrónico',
    'service name': 'el nombre de este servicio',
    'service address': 'la dirección de este servicio',
  },
  mails: {
    greeting: 'Hola, {name}:',
    greetingWithoutName: 'Hola:',
    footer: '{service} te envió este correo por algo que se hizo con una cuenta de este servicio.',
    mails: {
      new_address_code: {
        subject: 'Tu código de confirmación de {service}',
        first: '{code} es tu código de confirmación de {service}.',
        paragraphs: [
          'Escríbelo donde lo pediste para que {address} sea la dirección de correo electrónico de tu cuenta.',
          'El código sirve una sola vez, durante {minutes, plural, one {# minuto} other {# minutos}}. No se lo des a nadie.',
          'Si no lo pediste, no tienes que hacer nada: sin el código no cambia nada.',
        ],
      },
      current_address_code: {
        subject: 'Tu código de confirmación de {service}',
        first: '{code} es tu código de confirmación de {service}.',
        paragraphs: [
          'Escríbelo donde lo pediste para cambiar la dirección de correo electrónico de tu cuenta: dejará de ser esta y será {address}.',
          'El código sirve una sola vez, durante {minutes, plural, one {# minuto} other {# minutos}}. No se lo des a nadie.',
          'Si no lo pediste, otra persona ha entrado en tu cuenta: cambia tu contraseña. Sin el código, la dirección sigue siendo la misma.',
        ],
      },
      address_taken: {
        subject: 'Alguien escribió tu dirección de correo en {service}',
        first: 'Alguien pidió a {service} usar esta dirección de correo electrónico para otra cuenta.',
        paragraphs: [
          'La dirección pertenece a tu cuenta y ahí se queda; no se envió ningún código a nadie.',
          'Si fuiste tú, ya tienes una cuenta con esta dirección. Si no, no tienes que hacer nada.',
        ],
      },
      address_changed: {
        subject: 'La dirección de correo de tu cuenta de {service} ha cambiado',
        first: 'La dirección de correo electrónico de tu cuenta de {service} ahora es {address}.',
        paragraphs: [
          'Si fuiste tú, no tienes que hacer nada.',
          'Si no, deshaz el cambio. Puedes hacerlo hasta esta fecha: {until}. La cuenta volverá a tener esta dirección, se cerrarán todas las sesiones y se pedirá una contraseña nueva.',
        ],
        link: 'Deshacer el cambio',
      },
      password_reset_code: {
        subject: 'Tu código de contraseña de {service}',
        first: '{code} es tu código de {service} para una contraseña nueva.',
        paragraphs: [
          'Escríbelo donde lo pediste para elegir una contraseña nueva.',
          'El código sirve una sola vez, durante {minutes, plural, one {# minuto} other {# minutos}}. No se lo des a nadie.',
          'Si no lo pediste, no tienes que hacer nada: tu contraseña sigue siendo la misma.',
        ],
      },
      password_reset_code_left: {
        subject: 'Tu código de contraseña de {service}',
        first: '{code} es tu código de {service} para una contraseña nueva.',
        paragraphs: [
          'Escríbelo donde lo pediste para elegir una contraseña nueva. El código sirve una sola vez, durante {minutes, plural, one {# minuto} other {# minutos}}. No se lo des a nadie.',
          'Esta cuenta tiene su dirección desde hace menos de 72 horas. Por eso la contraseña nueva empieza a valer {hours, plural, one {# hora} other {# horas}} después de que la elijas y, hasta entonces, quien tenga la contraseña actual puede anularla.',
          'Si no lo pediste, no tienes que hacer nada: tu contraseña sigue siendo la misma.',
        ],
      },
      recovery_announced: {
        subject: 'Una contraseña nueva para tu cuenta de {service}',
        first: 'Se eligió una contraseña nueva para tu cuenta de {service}. Empieza a valer el {until}.',
        paragraphs: [
          'Se eligió con un código que se envió a {address}. Hasta entonces sirve tu contraseña actual.',
          'Si fuiste tú, no tienes que hacer nada.',
          'Si no, inicia sesión y anúlala: para eso necesitas tu contraseña actual.',
        ],
        link: 'Anular la contraseña nueva',
      },
      recovery_stopped: {
        subject: 'La contraseña nueva de tu cuenta de {service} se ha anulado',
        first: 'La contraseña nueva que se eligió para tu cuenta de {service} no llegará a valer.',
        paragraphs: [
          'La anuló alguien que tiene la contraseña actual.',
          'Si no fuiste tú, deshaz el cambio de la dirección con el enlace del correo sobre ese cambio o pide ayuda a los responsables del servicio.',
        ],
      },
      address_undone: {
        subject: 'Tu cuenta de {service} vuelve a tener su dirección de correo anterior',
        first:
          'El cambio que puso esta dirección de correo electrónico en tu cuenta de {service} se ha deshecho.',
        paragraphs: [
          'La cuenta vuelve a tener la dirección {address} y se han cerrado todas las sesiones.',
          'Si fuiste tú, no tienes que hacer nada.',
          'Si no, oponte. Puedes hacerlo hasta esta fecha: {until}. En cuanto te opongas, nadie podrá cambiar la dirección, recuperar la contraseña por correo ni eliminar la cuenta hasta que alguien demuestre, con la contraseña que tenía antes la cuenta, que es suya.',
        ],
        link: 'Oponerme',
      },
      undo_ended: {
        subject: 'Tu cuenta de {service} ya no tiene esta dirección de correo',
        first: 'Tu cuenta de {service} tiene la dirección {address} y esto ya no se puede deshacer.',
        paragraphs: [
          'Alguien que tiene la contraseña de la cuenta puso fin al plazo en el que se podía deshacer.',
          'Si no fuiste tú, pide ayuda a los responsables del servicio.',
        ],
      },
      password_changed: {
        subject: 'La contraseña de tu cuenta de {service} ha cambiado',
        first: 'La contraseña de tu cuenta de {service} ha cambiado.',
        paragraphs: [
          'Si fuiste tú, no tienes que hacer nada.',
          'Si no, otra persona tiene acceso a tu cuenta: elige una contraseña nueva con «¿Olvidaste tu contraseña?» y comprueba que este buzón está protegido.',
        ],
      },
      deletion_scheduled: {
        subject: 'Tu cuenta de {service} se eliminará',
        first: 'Tu cuenta de {service} se eliminará el {until}.',
        paragraphs: [
          'Con ella desaparece todo lo que se guarda sobre ti, y no se puede recuperar.',
          'Si cambias de opinión, inicia sesión antes de esa fecha y elige conservar tu cuenta.',
          'Si no has sido tú, inicia sesión ahora, conserva tu cuenta y elige una contraseña nueva.',
        ],
        link: 'Conservar mi cuenta',
      },
      deletion_scheduled_left: {
        subject: 'Tu cuenta de {service} se eliminará',
        first: 'Tu cuenta de {service} se eliminará el {until}.',
        paragraphs: [
          'La dirección de esta cuenta se cambió hace menos de 72 horas, por eso este correo llega también a la dirección anterior.',
          'Si no has sido tú, usa el enlace del correo sobre ese cambio: devuelve a la cuenta su dirección anterior y cancela la eliminación.',
        ],
      },
      deletion_cancelled: {
        subject: 'Tu cuenta de {service} se conserva',
        first: 'Tu cuenta de {service} no se eliminará.',
        paragraphs: ['Todo sigue como estaba.', 'Si no has sido tú, elige una contraseña nueva.'],
      },
      own_address_code: {
        subject: 'Tu código de confirmación de {service}',
        first: '{code} es tu código de confirmación de {service}.',
        paragraphs: [
          'Escríbelo donde lo pediste para confirmar que {address} es tu dirección de correo electrónico.',
          'El código sirve una sola vez, durante {minutes, plural, one {# minuto} other {# minutos}}. No se lo des a nadie.',
          'Si no lo pediste, no tienes que hacer nada: sin el código no cambia nada.',
        ],
      },
      new_device: {
        subject: 'Nuevo dispositivo en tu cuenta de {service}',
        first: 'Alguien inició sesión en tu cuenta de {service} con un dispositivo que no conocíamos.',
        paragraphs: [],
      },
      passkey_added: {
        subject: 'Se añadió una llave de acceso a tu cuenta de {service}',
        first: 'Se añadió una llave de acceso a tu cuenta de {service}.',
        paragraphs: [],
      },
      passkey_removed: {
        subject: 'Se quitó una llave de acceso de tu cuenta de {service}',
        first: 'Se quitó una llave de acceso de tu cuenta de {service}.',
        paragraphs: [],
      },
      second_factor_added: {
        subject: 'Tu cuenta de {service} tiene un segundo factor',
        first: 'Al iniciar sesión en tu cuenta de {service} ahora se pide también un segundo factor.',
        paragraphs: [],
      },
      second_factor_removed: {
        subject: 'Se quitó el segundo factor de tu cuenta de {service}',
        first: 'Al iniciar sesión en tu cuenta de {service} ya no se pide un segundo factor.',
        paragraphs: [],
      },
      recovery_codes_renewed: {
        subject: 'Tu cuenta de {service} tiene nuevos códigos de recuperación',
        first: 'Se crearon nuevos códigos de recuperación para tu cuenta de {service}.',
        paragraphs: ['Los anteriores ya no sirven.'],
      },
      refresh_token_reused: {
        subject: 'Se cerró tu sesión de {service} en un dispositivo',
        first: 'Por precaución se cerró una sesión de tu cuenta de {service}.',
        paragraphs: [
          'Su clave se usó por segunda vez. Ocurre cuando una aplicación se restaura desde una copia de seguridad, y también cuando otra persona tiene una copia de la clave.',
          'Si la necesitas, inicia sesión allí de nuevo. En tus demás dispositivos la sesión sigue abierta.',
        ],
      },
      account_unlocked: {
        subject: 'Ya puedes iniciar sesión en {service}',
        first: 'Vuelve a ser posible iniciar sesión en tu cuenta de {service}.',
        paragraphs: [
          'Estaba en pausa tras muchas contraseñas incorrectas. Tu contraseña sigue siendo la misma.',
        ],
      },
      sign_in_locked: {
        subject: 'Muchas contraseñas incorrectas en tu cuenta de {service}',
        first:
          'Se han introducido muchas contraseñas incorrectas para tu cuenta de {service}, así que no se puede iniciar sesión desde lugares nuevos durante una hora como máximo.',
        paragraphs: [
          'Ninguna de esas contraseñas era correcta y tu cuenta sigue como estaba. No tienes que hacer nada.',
          'Puedes iniciar sesión como siempre desde donde lo hiciste en los últimos 30 días y en los navegadores en los que ya has iniciado sesión. Desde otros lugares, elige una contraseña nueva con «¿Olvidaste tu contraseña?» o espera a que pase la hora.',
        ],
      },
    },
    notice: {
      at: 'Fecha: {at}',
      device: 'Dispositivo: {device}',
      application: 'Aplicación: {application}',
      network: 'Red: {network}',
      byOperator: 'Lo hicieron quienes administran {service}.',
      browserOn: '{browser} en {os}',
      ifYou: 'Si fuiste tú, no tienes que hacer nada.',
      ifNot:
        'Si no, mira dónde está iniciada tu sesión, cierra las que no reconozcas y elige otra contraseña.',
      link: 'Abrir los ajustes de seguridad',
    },
  },
  copy: {
    title: 'Tus datos en {service}',
    made: 'Esta copia se hizo el {at}.',
    profile:
      'profile.json: todo lo que se guarda sobre ti: tu perfil, dónde tienes la sesión iniciada, lo que ha ocurrido con tu cuenta y las aplicaciones que usas. Es un archivo de texto que los programas pueden leer.',
    pictures: 'pictures: tu imagen, entera y tal como se muestra.',
    noPictures: 'No tienes ninguna imagen, así que aquí no hay ninguna.',
    secrets: 'No incluye contraseñas ni códigos: se guardan de una forma que nadie puede leer.',
  },
  pages: {
    undo_ask: {
      title: '¿Deshacer el cambio de tu correo electrónico?',
      paragraphs: [
        'La cuenta volverá a tener la dirección {address}. Se cerrarán todas las sesiones y habrá que elegir una contraseña nueva.',
      ],
      button: 'Deshacer el cambio',
    },
    undo_done: {
      title: 'El cambio se ha deshecho',
      paragraphs: [
        'La cuenta vuelve a tener la dirección {address} y se han cerrado todas las sesiones.',
        'Elige una contraseña nueva antes de iniciar sesión: pídela con «¿Olvidaste tu contraseña?». El código llegará a esta dirección.',
      ],
      stays: 'La cuenta iba a eliminarse. Eso se ha cancelado: la cuenta se conserva.',
    },
    undo_over: {
      title: 'Este enlace ya se ha usado o es demasiado antiguo',
      paragraphs: [
        'Un cambio se puede deshacer una sola vez, en un plazo de 72 horas. Si otra persona usa tu cuenta, pide ayuda a los responsables del servicio.',
      ],
    },
    undo_unknown: {
      title: 'No conocemos este enlace',
      paragraphs: ['Comprueba que copiaste la dirección completa o ábrela de nuevo desde el correo.'],
    },
    undo_frozen: {
      title: 'La cuenta está congelada',
      paragraphs: [
        'Desde una dirección de esta cuenta alguien se opuso a un cambio. Hasta que se aclare, no se puede deshacer nada.',
        'Inicia sesión con la contraseña que tenía antes la cuenta o pide ayuda a los responsables del servicio.',
      ],
    },
    objection_ask: {
      title: '¿Oponerte a este cambio?',
      paragraphs: [
        'Si te opones, nadie podrá cambiar la dirección de la cuenta, recuperar su contraseña por correo ni eliminarla.',
        'Esto dura hasta que alguien entre con la contraseña que tenía antes la cuenta o los responsables del servicio decidan. No devuelve la cuenta a tu dirección.',
      ],
      button: 'Oponerme',
    },
    objection_done: {
      title: 'La cuenta está congelada',
      paragraphs: [
        'Su dirección sigue siendo la misma, su contraseña no se puede recuperar por correo y no se puede eliminar.',
        'Si la cuenta es tuya, inicia sesión con tu contraseña o pide ayuda a los responsables del servicio.',
      ],
    },
    objection_over: {
      title: 'Este enlace ya se ha usado o es demasiado antiguo',
      paragraphs: [
        'Puedes oponerte una sola vez, en un plazo de 72 horas. Si otra persona usa tu cuenta, pide ayuda a los responsables del servicio.',
      ],
    },
  },
}

export default spanish
