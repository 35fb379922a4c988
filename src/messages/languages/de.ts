import type { Translation } from '../texts.ts'

/**
 * Deutsch. Anrede: „Sie“. Anführungszeichen „…“. Wörter: Benutzername, Vorname, Nachname, E-Mail-Adresse, Telefonnummer,
 * Passwort, Konto, Profil, Bild, Code.
 */
const german: Translation = {
  language: 'de',
  errors: {
    required: 'Dieses Feld ist erforderlich.',
    blank: 'Dieses Feld darf nicht leer sein.',
    null: 'Dieses Feld muss einen Wert haben.',
    not_a_string: 'Das ist kein gültiger Text.',
    null_characters: 'Nullzeichen sind nicht erlaubt.',
    surrogate_characters: 'Einzelne Surrogatzeichen sind nicht erlaubt: U+{code}.',
    max_length: 'Dieses Feld darf höchstens {max, plural, other {# Zeichen}} lang sein.',
    email_invalid: 'Geben Sie eine gültige E-Mail-Adresse ein.',
    phone_invalid: 'Geben Sie die Telefonnummer im Format „999999999“ ein, mit höchstens 15 Ziffern.',
    invalid_choice: '„{value}“ steht nicht zur Auswahl.',
    token_mismatch: 'Der Code stimmt nicht.',
    image_invalid:
      'Laden Sie ein gültiges Bild hoch. Die hochgeladene Datei ist kein Bild oder sie ist beschädigt.',
    file_missing: 'Es wurde keine Datei gesendet.',
    file_empty: 'Die gesendete Datei ist leer.',
    not_a_file: 'Was gesendet wurde, ist keine Datei. Prüfen Sie die Kodierung des Formulars.',
    file_too_large: 'Die Datei darf höchstens {megabytes, plural, other {# MB}} groß sein.',
    too_many_pixels:
      'Das Bild darf über alle Einzelbilder zusammen höchstens {megapixels, plural, other {# Megapixel}} haben.',
    image_too_complex:
      'Dieses Bild braucht zum Öffnen zu viel Arbeitsspeicher. Speichern Sie es mit weniger Pixeln oder als einfaches JPEG und laden Sie es erneut hoch.',
    not_an_integer: 'Geben Sie eine ganze Zahl ein.',
    min_value: 'Der Wert muss mindestens {min} sein.',
    crop_incomplete: 'Senden Sie crop_x, crop_y, crop_width und crop_height alle zusammen oder gar nicht.',
    crop_outside: 'Der Ausschnitt muss innerhalb des Bildes von {width} × {height} Pixeln liegen.',
    no_picture: 'Es gibt noch kein Bild zum Zuschneiden. Laden Sie zuerst eines hoch.',
    password_wrong: 'Ihr altes Passwort ist falsch. Geben Sie es bitte noch einmal ein.',
    own_password_wrong: 'Ihr Passwort ist falsch. Geben Sie es bitte noch einmal ein.',
    password_too_short:
      'Dieses Passwort ist zu kurz. Es muss mindestens {min, plural, other {# Zeichen}} lang sein.',
    password_too_common: 'Dieses Passwort ist zu verbreitet.',
    password_predictable:
      'Dieses Passwort ist leicht zu erraten. Vermeiden Sie Wiederholungen und Reihen wie aaaaaaaa, abcd1234 oder qwertzui.',
    password_breached:
      'Dieses Passwort ist durch ein Datenleck bei einem anderen Dienst bekannt geworden. Wählen Sie ein anderes.',
    password_too_similar: 'Das Passwort ist {attribute} zu ähnlich.',
    username_invalid:
      'Geben Sie einen gültigen Benutzernamen ein. Erlaubt sind nur Buchstaben, Ziffern und die Zeichen @/./+/-/_.',
    username_taken: 'Dieser Benutzername ist bereits vergeben.',
    email_taken: 'Diese E-Mail-Adresse gehört bereits zu einem anderen Konto.',
    password_hash_unknown:
      'Der Passwort-Hash hat kein Format, das übernommen werden kann, oder verlangt zu viel Rechenarbeit.',
    datetime_invalid:
      'Datum und Uhrzeit haben das falsche Format. Verwenden Sie dieses: YYYY-MM-DDThh:mm:ssZ.',
    cursor_invalid: 'Der Cursor ist ungültig.',
    address_not_registered: 'Diese Adresse ist nicht eingetragen.',
    not_a_boolean: 'Der Wert muss wahr oder falsch sein.',
    refresh_of_another: 'Das Token ist ungültig oder abgelaufen.',
    second_factor_code_wrong:
      'Dieser Code ist falsch oder wurde schon verwendet. Geben Sie den aktuellen Code Ihrer Authentifizierungs-App oder einen Wiederherstellungscode ein.',
    ticket_not_valid:
      'Diese Anmeldung ist abgelaufen oder wurde anderswo begonnen. Melden Sie sich noch einmal mit Ihrem Passwort an.',
    passkey_invalid: 'Der Passkey konnte nicht geprüft werden. Versuchen Sie es noch einmal.',
    passkey_unknown:
      'Dieser Passkey ist nicht eingetragen oder wurde entfernt. Melden Sie sich auf andere Weise an.',
    passkey_registered: 'Dieser Passkey ist schon eingetragen.',
    too_many_passkeys:
      'Es sind höchstens {max, plural, one {# Passkey} other {# Passkeys}} möglich. Entfernen Sie zuerst einen.',
    validation: 'Ungültige Eingabe.',
    not_an_object: 'Ungültige Daten. Erwartet wurde ein Objekt, gesendet wurde: {type}.',
    no_data: 'Es wurden keine Daten gesendet.',
    parse_json: 'Die Daten konnten nicht als JSON gelesen werden: {reason}',
    parse_multipart: 'Das Formular konnte nicht gelesen werden (multipart): {reason}',
    malformed: 'Die Anfrage ist fehlerhaft.',
    if_match_malformed:
      'Die Kopfzeile If-Match muss eine Liste von Entity-Tags in doppelten Anführungszeichen oder * enthalten.',
    not_authenticated: 'Sie sind nicht angemeldet.',
    api_key_missing: 'Der API-Schlüssel fehlt. Senden Sie ihn in der Kopfzeile apikey.',
    api_key_invalid: 'Der API-Schlüssel ist ungültig.',
    authorization_malformed:
      'Die Kopfzeile Authorization muss zwei Werte enthalten, die durch ein Leerzeichen getrennt sind.',
    token_not_valid: 'Ihre Anmeldung ist ungültig oder abgelaufen. Melden Sie sich neu an.',
    refresh_not_valid: 'Ihre Sitzung ist ungültig oder abgelaufen. Melden Sie sich neu an.',
    credentials_invalid: 'Benutzername oder Passwort ist falsch.',
    inactive_account: 'Dieses Konto ist nicht aktiv.',
    password_reset_required:
      'Wählen Sie zuerst ein neues Passwort: Fordern Sie mit „Passwort vergessen“ einen Code an.',
    second_factor_required:
      'Ein zweiter Faktor ist nötig: Geben Sie einen Code Ihrer Authentifizierungs-App ein.',
    second_factor_enrollment_required:
      'Richten Sie zuerst auf der Seite Ihres Kontos einen zweiten Faktor ein.',
    second_factor_kept:
      'Hier ist ein zweiter Faktor vorgeschrieben, deshalb kann er nicht entfernt werden. Richten Sie stattdessen einen anderen ein.',
    passkeys_unavailable: 'Über diese Anwendung können Passkeys nicht verwendet werden.',
    origin_not_allowed: 'Diese Herkunft (Origin) ist für die Anwendung nicht eingetragen.',
    recent_sign_in_required:
      'Bestätigen Sie zuerst, dass Sie es sind: Geben Sie Ihr Passwort ein oder melden Sie sich neu an. Wiederholen Sie dies danach.',
    account_frozen:
      'Von einer Adresse dieses Kontos aus wurde einer Änderung widersprochen. Deshalb ist das jetzt nicht möglich. Melden Sie sich mit dem Passwort an, das vorher galt, oder wenden Sie sich an die Betreiber des Dienstes.',
    cross_site_request: 'Diese Anfrage kam nicht von der Seite.',
    cookie_duplicate:
      'Das Cookie {name} wurde mehr als einmal gesendet. Löschen Sie die Cookies dieser Website in Ihrem Browser und melden Sie sich neu an.',
    not_found: 'Nicht gefunden.',
    method_not_allowed: 'Die Methode „{method}“ ist hier nicht erlaubt.',
    precondition_failed:
      'Das Profil wurde inzwischen geändert. Laden Sie es neu und wiederholen Sie Ihre Änderung.',
    payload_too_large: 'Die Anfrage ist größer als {limit, plural, one {# Byte} other {# Byte}}.',
    too_many_parts: 'Die Anfrage hat mehr als {limit, plural, one {# Feld} other {# Felder}}.',
    unsupported_media_type: 'Der Medientyp „{mediaType}“ der Anfrage wird nicht unterstützt.',
    headers_too_large: 'Die Anfragezeile und die Kopfzeilen sind zu groß.',
    throttled:
      'Zu viele Anfragen. Versuchen Sie es in {seconds, plural, one {# Sekunde} other {# Sekunden}} wieder.',
    pictures_per_day:
      'Für heute haben Sie Ihr Bild oft genug geändert. Versuchen Sie es in {hh, plural, one {# Stunde} other {# Stunden}}, {m, plural, one {# Minute} other {# Minuten}} und {ss, plural, one {# Sekunde} other {# Sekunden}} wieder.',
    server_error: 'Auf dem Server ist ein Fehler aufgetreten.',
    unavailable:
      'Der Dienst ist im Moment nicht verfügbar. Versuchen Sie es in {seconds, plural, one {# Sekunde} other {# Sekunden}} wieder.',
    request_timeout: 'Die Anfrage ist nicht rechtzeitig angekommen.',
  },
  attributes: {
    username: 'dem Benutzernamen',
    'first name': 'dem Vornamen',
    'last name': 'dem Nachnamen',
    'email address': 'der E-Mail-Adresse',
    'service name': 'dem Namen dieses Dienstes',
    'service address': 'der Adresse dieses Dienstes',
  },
  mails: {
    greeting: 'Guten Tag {name},',
    greetingWithoutName: 'Guten Tag,',
    footer: '{service} hat diese E-Mail gesendet, weil dort etwas mit einem Konto geschehen ist.',
    mails: {
      new_address_code: {
        subject: 'Ihr Bestätigungscode für {service}',
        first: '{code} ist Ihr Bestätigungscode für {service}.',
        paragraphs: [
          'Geben Sie ihn dort ein, wo Sie ihn angefordert haben. Dann wird {address} die E-Mail-Adresse Ihres Kontos.',
          'Der Code gilt einmal und {minutes, plural, one {# Minute} other {# Minuten}} lang. Geben Sie ihn niemandem weiter.',
          'Wenn Sie ihn nicht angefordert haben, müssen Sie nichts tun: Ohne den Code ändert sich nichts.',
        ],
      },
      current_address_code: {
        subject: 'Ihr Bestätigungscode für {service}',
        first: '{code} ist Ihr Bestätigungscode für {service}.',
        paragraphs: [
          'Geben Sie ihn dort ein, wo Sie ihn angefordert haben. Dann wird statt dieser Adresse {address} die E-Mail-Adresse Ihres Kontos.',
          'Der Code gilt einmal und {minutes, plural, one {# Minute} other {# Minuten}} lang. Geben Sie ihn niemandem weiter.',
          'Wenn Sie ihn nicht angefordert haben, ist jemand anderes in Ihrem Konto angemeldet: Ändern Sie Ihr Passwort. Ohne den Code bleibt die Adresse, wie sie ist.',
        ],
      },
      address_taken: {
        subject: 'Ihre E-Mail-Adresse wurde bei {service} eingegeben',
        first: 'Jemand wollte diese E-Mail-Adresse bei {service} für ein anderes Konto verwenden.',
        paragraphs: [
          'Die Adresse gehört zu Ihrem Konto und bleibt dort; es wurde niemandem ein Code gesendet.',
          'Wenn Sie es waren: Mit dieser Adresse haben Sie schon ein Konto. Wenn nicht, müssen Sie nichts tun.',
        ],
      },
      address_changed: {
        subject: 'Die E-Mail-Adresse Ihres Kontos bei {service} wurde geändert',
        first: 'Die E-Mail-Adresse Ihres Kontos bei {service} wurde in {address} geändert.',
        paragraphs: [
          'Wenn Sie es waren, müssen Sie nichts tun.',
          'Wenn nicht, machen Sie die Änderung rückgängig. Das ist möglich bis: {until}. Das Konto bekommt dann wieder diese Adresse, alle werden abgemeldet, und es muss ein neues Passwort gewählt werden.',
        ],
        link: 'Änderung rückgängig machen',
      },
      password_reset_code: {
        subject: 'Ihr Passwort-Code für {service}',
        first: '{code} ist Ihr Code für ein neues Passwort bei {service}.',
        paragraphs: [
          'Geben Sie ihn dort ein, wo Sie ihn angefordert haben, um ein neues Passwort zu wählen.',
          'Der Code gilt einmal und {minutes, plural, one {# Minute} other {# Minuten}} lang. Geben Sie ihn niemandem weiter.',
          'Wenn Sie ihn nicht angefordert haben, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.',
        ],
      },
      password_reset_code_left: {
        subject: 'Ihr Passwort-Code für {service}',
        first: '{code} ist Ihr Code für ein neues Passwort bei {service}.',
        paragraphs: [
          'Geben Sie ihn dort ein, wo Sie ihn angefordert haben, um ein neues Passwort zu wählen. Der Code gilt einmal und {minutes, plural, one {# Minute} other {# Minuten}} lang. Geben Sie ihn niemandem weiter.',
          'Dieses Konto hat seine Adresse seit weniger als 72 Stunden. Deshalb gilt das neue Passwort erst {hours, plural, one {# Stunde} other {# Stunden}}, nachdem Sie es gewählt haben. Bis dahin kann es verwerfen, wer das jetzige Passwort hat.',
          'Wenn Sie ihn nicht angefordert haben, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.',
        ],
      },
      recovery_announced: {
        subject: 'Ein neues Passwort für Ihr Konto bei {service}',
        first: 'Für Ihr Konto bei {service} wurde ein neues Passwort gewählt. Es gilt ab dem {until}.',
        paragraphs: [
          'Es wurde mit einem Code gewählt, der an {address} gesendet wurde. Bis dahin gilt Ihr jetziges Passwort.',
          'Wenn Sie es waren, müssen Sie nichts tun.',
          'Wenn nicht, melden Sie sich an und verwerfen Sie es: Dafür brauchen Sie Ihr jetziges Passwort.',
        ],
        link: 'Neues Passwort verwerfen',
      },
      recovery_stopped: {
        subject: 'Das neue Passwort Ihres Kontos bei {service} wurde verworfen',
        first: 'Das neue Passwort, das für Ihr Konto bei {service} gewählt wurde, wird nicht gültig.',
        paragraphs: [
          'Jemand, der das jetzige Passwort hat, hat es verworfen.',
          'Wenn Sie es nicht waren, machen Sie die Änderung der Adresse mit dem Link in der E-Mail darüber rückgängig oder bitten Sie die Betreiber des Dienstes um Hilfe.',
        ],
      },
      address_undone: {
        subject: 'Ihr Konto bei {service} hat wieder seine frühere E-Mail-Adresse',
        first:
          'Die Änderung der E-Mail-Adresse Ihres Kontos bei {service} auf diese Adresse wurde rückgängig gemacht.',
        paragraphs: [
          'Das Konto hat wieder die Adresse {address}, und alle wurden abgemeldet.',
          'Wenn Sie es waren, müssen Sie nichts tun.',
          'Wenn nicht, widersprechen Sie. Das ist möglich bis: {until}. Sobald Sie widersprochen haben, kann niemand mehr die Adresse ändern, das Passwort per E-Mail zurücksetzen oder das Konto löschen, bis jemand mit dem Passwort, das vorher galt, nachweist, dass ihm das Konto gehört.',
        ],
        link: 'Widersprechen',
      },
      undo_ended: {
        subject: 'Ihr Konto bei {service} gehört nicht mehr zu dieser E-Mail-Adresse',
        first:
          'Ihr Konto bei {service} hat die Adresse {address}, und das lässt sich nicht mehr rückgängig machen.',
        paragraphs: [
          'Jemand, der das Passwort des Kontos hat, hat die Frist beendet, in der es sich rückgängig machen ließ.',
          'Wenn Sie es nicht waren, bitten Sie die Betreiber des Dienstes um Hilfe.',
        ],
      },
      password_changed: {
        subject: 'Das Passwort Ihres Kontos bei {service} wurde geändert',
        first: 'Das Passwort Ihres Kontos bei {service} wurde geändert.',
        paragraphs: [
          'Wenn Sie es waren, müssen Sie nichts tun.',
          'Wenn nicht, hat jemand anderes Zugang zu Ihrem Konto: Wählen Sie mit „Passwort vergessen“ ein neues Passwort und sorgen Sie dafür, dass dieses Postfach sicher ist.',
        ],
      },
      deletion_scheduled: {
        subject: 'Ihr Konto bei {service} wird gelöscht',
        first: 'Ihr Konto bei {service} wird am {until} gelöscht.',
        paragraphs: [
          'Alles, was über Sie gespeichert ist, verschwindet damit und lässt sich nicht zurückholen.',
          'Wenn Sie es sich anders überlegen, melden Sie sich vorher an und behalten Sie Ihr Konto.',
          'Wenn Sie es nicht waren, melden Sie sich jetzt an, behalten Sie Ihr Konto und wählen Sie ein neues Passwort.',
        ],
        link: 'Mein Konto behalten',
      },
      deletion_scheduled_left: {
        subject: 'Ihr Konto bei {service} wird gelöscht',
        first: 'Ihr Konto bei {service} wird am {until} gelöscht.',
        paragraphs: [
          'Die Adresse dieses Kontos wurde vor weniger als 72 Stunden geändert. Deshalb geht diese Mail auch an die Adresse davor.',
          'Wenn Sie es nicht waren, benutzen Sie den Link in der Mail über diese Änderung: Er gibt dem Konto die alte Adresse zurück und bricht die Löschung ab.',
        ],
      },
      deletion_cancelled: {
        subject: 'Ihr Konto bei {service} bleibt bestehen',
        first: 'Ihr Konto bei {service} wird nicht gelöscht.',
        paragraphs: ['Alles ist, wie es war.', 'Wenn Sie es nicht waren, wählen Sie ein neues Passwort.'],
      },
      own_address_code: {
        subject: 'Ihr Bestätigungscode für {service}',
        first: '{code} ist Ihr Bestätigungscode für {service}.',
        paragraphs: [
          'Geben Sie ihn dort ein, wo Sie ihn angefordert haben, um zu bestätigen, dass {address} Ihre E-Mail-Adresse ist.',
          'Der Code gilt einmal und {minutes, plural, one {# Minute} other {# Minuten}} lang. Geben Sie ihn niemandem weiter.',
          'Wenn Sie ihn nicht angefordert haben, müssen Sie nichts tun: Ohne den Code ändert sich nichts.',
        ],
      },
      new_device: {
        subject: 'Neues Gerät in Ihrem Konto bei {service}',
        first:
          'In Ihrem Konto bei {service} hat sich jemand mit einem Gerät angemeldet, das wir noch nicht kannten.',
        paragraphs: [],
      },
      passkey_added: {
        subject: 'Ihr Konto bei {service} hat einen neuen Passkey',
        first: 'Zu Ihrem Konto bei {service} wurde ein Passkey hinzugefügt.',
        paragraphs: [],
      },
      passkey_removed: {
        subject: 'Ein Passkey Ihres Kontos bei {service} wurde entfernt',
        first: 'Aus Ihrem Konto bei {service} wurde ein Passkey entfernt.',
        paragraphs: [],
      },
      second_factor_added: {
        subject: 'Ihr Konto bei {service} hat einen zweiten Faktor',
        first: 'Bei der Anmeldung in Ihrem Konto bei {service} wird jetzt auch ein zweiter Faktor verlangt.',
        paragraphs: [],
      },
      second_factor_removed: {
        subject: 'Der zweite Faktor Ihres Kontos bei {service} wurde entfernt',
        first: 'Bei der Anmeldung in Ihrem Konto bei {service} wird kein zweiter Faktor mehr verlangt.',
        paragraphs: [],
      },
      recovery_codes_renewed: {
        subject: 'Ihr Konto bei {service} hat neue Wiederherstellungscodes',
        first: 'Für Ihr Konto bei {service} wurden neue Wiederherstellungscodes erstellt.',
        paragraphs: ['Die bisherigen gelten nicht mehr.'],
      },
      refresh_token_reused: {
        subject: 'Sie wurden auf einem Gerät von {service} abgemeldet',
        first: 'Eine Anmeldung in Ihrem Konto bei {service} wurde vorsichtshalber beendet.',
        paragraphs: [
          'Ihr Schlüssel wurde ein zweites Mal benutzt. Das geschieht, wenn eine App aus einer Sicherung wiederhergestellt wird, und auch, wenn jemand anderes eine Kopie des Schlüssels hat.',
          'Melden Sie sich dort wieder an, wenn Sie es brauchen. Ihre anderen Geräte bleiben angemeldet.',
        ],
      },
      account_unlocked: {
        subject: 'Sie können sich bei {service} wieder anmelden',
        first: 'Die Anmeldung in Ihrem Konto bei {service} ist wieder möglich.',
        paragraphs: ['Sie war nach vielen falschen Passwörtern ausgesetzt. Ihr Passwort ist unverändert.'],
      },
      sign_in_locked: {
        subject: 'Viele falsche Passwörter für Ihr Konto bei {service}',
        first:
          'Für Ihr Konto bei {service} wurden viele falsche Passwörter eingegeben. Anmeldungen von neuen Orten werden deshalb bis zu eine Stunde lang abgelehnt.',
        paragraphs: [
          'Keines dieser Passwörter war richtig, und Ihr Konto ist, wie es war. Sie müssen nichts tun.',
          'Von dort, wo Sie sich in den letzten 30 Tagen angemeldet haben, und in Browsern, in denen Sie schon angemeldet waren, können Sie sich weiterhin anmelden. Anderswo wählen Sie mit „Passwort vergessen“ ein neues Passwort oder warten, bis die Stunde vorbei ist.',
        ],
      },
    },
    notice: {
      at: 'Zeitpunkt: {at}',
      device: 'Gerät: {device}',
      application: 'Anwendung: {application}',
      network: 'Netz: {network}',
      byOperator: 'Das haben die Betreiber von {service} getan.',
      browserOn: '{browser} auf {os}',
      ifYou: 'Wenn Sie es waren, müssen Sie nichts tun.',
      ifNot:
        'Wenn nicht, sehen Sie nach, wo Sie angemeldet sind, melden Sie ab, was Sie nicht kennen, und wählen Sie ein anderes Passwort.',
      link: 'Sicherheitseinstellungen öffnen',
    },
  },
  copy: {
    title: 'Ihre Daten bei {service}',
    made: 'Diese Kopie wurde am {at} erstellt.',
    profile:
      'profile.json: alles, was über Sie gespeichert ist: Ihr Profil, wo Sie angemeldet sind, was mit Ihrem Konto geschehen ist und welche Anwendungen Sie nutzen. Es ist eine Textdatei, die Programme lesen können.',
    pictures: 'pictures: Ihr Bild, ganz und so, wie es gezeigt wird.',
    noPictures: 'Sie haben kein Bild, daher ist hier keines.',
    secrets: 'Passwörter und Codes sind nicht dabei: Sie sind so gespeichert, dass niemand sie lesen kann.',
  },
  pages: {
    undo_ask: {
      title: 'Änderung Ihrer E-Mail-Adresse rückgängig machen?',
      paragraphs: [
        'Das Konto bekommt wieder die Adresse {address}. Alle, die dort angemeldet sind, werden abgemeldet, und es muss ein neues Passwort gewählt werden.',
      ],
      button: 'Änderung rückgängig machen',
    },
    undo_done: {
      title: 'Die Änderung ist rückgängig gemacht',
      paragraphs: [
        'Das Konto hat wieder die Adresse {address}, und alle sind abgemeldet.',
        'Wählen Sie ein neues Passwort, bevor Sie sich anmelden: Fordern Sie es mit „Passwort vergessen“ an. Der Code kommt an diese Adresse.',
      ],
      stays: 'Das Konto sollte gelöscht werden. Das ist abgebrochen: Es bleibt bestehen.',
    },
    undo_over: {
      title: 'Dieser Link wurde schon benutzt oder ist zu alt',
      paragraphs: [
        'Eine Änderung lässt sich einmal rückgängig machen, innerhalb von 72 Stunden. Wenn jemand anderes Ihr Konto benutzt, bitten Sie die Betreiber des Dienstes um Hilfe.',
      ],
    },
    undo_unknown: {
      title: 'Dieser Link ist unbekannt',
      paragraphs: [
        'Prüfen Sie, ob die Adresse vollständig kopiert wurde, oder öffnen Sie den Link noch einmal aus der E-Mail.',
      ],
    },
    undo_frozen: {
      title: 'Das Konto ist eingefroren',
      paragraphs: [
        'Von einer Adresse dieses Kontos aus wurde einer Änderung widersprochen. Bis das geklärt ist, lässt sich nichts rückgängig machen.',
        'Melden Sie sich mit dem Passwort an, das vorher galt, oder bitten Sie die Betreiber des Dienstes um Hilfe.',
      ],
    },
    objection_ask: {
      title: 'Dieser Änderung widersprechen?',
      paragraphs: [
        'Wenn Sie widersprechen, kann niemand die Adresse des Kontos ändern, sein Passwort per E-Mail zurücksetzen oder es löschen.',
        'Das gilt, bis sich jemand mit dem Passwort anmeldet, das vorher galt, oder bis die Betreiber des Dienstes entscheiden. Ihre Adresse bekommt das Konto dadurch nicht zurück.',
      ],
      button: 'Widersprechen',
    },
    objection_done: {
      title: 'Das Konto ist eingefroren',
      paragraphs: [
        'Seine Adresse bleibt, wie sie ist, sein Passwort lässt sich nicht per E-Mail zurücksetzen, und es kann nicht gelöscht werden.',
        'Wenn das Konto Ihnen gehört, melden Sie sich mit Ihrem Passwort an oder bitten Sie die Betreiber des Dienstes um Hilfe.',
      ],
    },
    objection_over: {
      title: 'Dieser Link wurde schon benutzt oder ist zu alt',
      paragraphs: [
        'Sie können einmal widersprechen, innerhalb von 72 Stunden. Wenn jemand anderes Ihr Konto benutzt, bitten Sie die Betreiber des Dienstes um Hilfe.',
      ],
    },
  },
}

export default german
