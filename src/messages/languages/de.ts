import type { Translation } from '../texts.ts'

/**
 * Deutsch. Anrede: „Sie“. Anführungszeichen „…“. Wörter: Benutzername, Vorname, Nachname, E-Mail-Adresse, Telefonnummer,
 * Passwort, Konto, Profil, Bild, Code (siehe `glossaries/de.json`).
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
    unknown_field: 'Ein Feld mit diesem Namen gibt es nicht.',
    unknown_field_near: 'Ein Feld mit diesem Namen gibt es nicht. Meinen Sie {name}?',
    email_invalid: 'Geben Sie eine gültige E-Mail-Adresse ein.',
    phone_invalid: 'Geben Sie die Telefonnummer im Format „999999999“ ein, mit höchstens 15 Ziffern.',
    invalid_choice: '„{value}“ steht nicht zur Auswahl.',
    token_mismatch: 'Der Code stimmt nicht.',
    image_invalid:
      'Laden Sie ein gültiges Bild hoch. Die hochgeladene Datei ist kein Bild oder sie ist beschädigt.',
    unsupported_format: 'Dateien dieser Art nehmen wir nicht an. Laden Sie ein Bild als {formats} hoch.',
    file_missing: 'Es wurde keine Datei gesendet.',
    file_empty: 'Die gesendete Datei ist leer.',
    not_a_file: 'Was gesendet wurde, ist keine Datei. Prüfen Sie die Kodierung des Formulars.',
    file_too_large: 'Die Datei darf höchstens {megabytes, plural, other {# MB}} groß sein.',
    too_many_pixels: 'Das Bild darf höchstens {megapixels, plural, other {# Megapixel}} haben.',
    image_too_complex:
      'Dieses Bild braucht zum Öffnen zu viel Arbeitsspeicher oder zu lange. Speichern Sie es mit weniger Pixeln oder als einfaches JPEG und laden Sie es erneut hoch.',
    not_an_integer: 'Geben Sie eine ganze Zahl ein.',
    min_value: 'Der Wert muss mindestens {min} sein.',
    max_value: 'Der Wert darf höchstens {max} sein.',
    not_a_list: 'Erwartet wird eine Liste.',
    too_many_items: 'Diese Liste darf höchstens {max, plural, one {# Eintrag} other {# Einträge}} haben.',
    not_a_number: 'Geben Sie eine Zahl ein.',
    min_length: 'Dieses Feld muss mindestens {min, plural, other {# Zeichen}} lang sein.',
    pattern_mismatch: 'Der Wert hat nicht die verlangte Form.',
    date_invalid: 'Geben Sie das Datum in der Form JJJJ-MM-TT ein.',
    url_invalid: 'Geben Sie eine gültige Webadresse ein.',
    too_few_items: 'Wählen Sie mindestens {min, plural, one {# Eintrag} other {# Einträge}} aus.',
    place_invalid: 'Senden Sie einen Ort als Objekt mit locality, region und country oder einem Teil davon.',
    read_only: 'Dieses Feld kann hier nicht geändert werden.',
    not_searchable:
      'Nach einem Attribut mit diesem Namen kann nicht gesucht werden, oder die Suche danach wird gerade erst vorbereitet.',
    values_too_large:
      'Alle zusätzlichen Angaben zusammen dürfen höchstens {max, plural, one {# Byte} other {# Byte}} groß sein. Kürzen Sie diese.',
    crop_incomplete: 'Senden Sie crop_x, crop_y, crop_width und crop_height zusammen oder keines davon.',
    crop_outside: 'Der Ausschnitt muss innerhalb des Bildes von {width} × {height} Pixeln liegen.',
    no_picture: 'Es gibt noch kein Bild zum Zuschneiden. Laden Sie zuerst eines hoch.',
    password_wrong: 'Ihr aktuelles Passwort ist falsch. Geben Sie es noch einmal ein.',
    own_password_wrong: 'Ihr Passwort ist falsch. Geben Sie es noch einmal ein.',
    password_too_short:
      'Dieses Passwort ist zu kurz. Es muss mindestens {min, plural, other {# Zeichen}} lang sein.',
    password_too_common: 'Dieses Passwort wird zu häufig verwendet.',
    password_predictable:
      'Dieses Passwort ist leicht zu erraten. Vermeiden Sie Wiederholungen und Folgen wie aaaaaaaa, abcd1234 oder qwertzui.',
    password_breached:
      'Dieses Passwort wurde durch ein Datenleck bei einem anderen Dienst bekannt. Wählen Sie ein anderes.',
    password_too_similar: 'Das Passwort ist {attribute} zu ähnlich.',
    username_invalid:
      'Geben Sie einen gültigen Benutzernamen ein. Erlaubt sind nur Buchstaben, Ziffern und die Zeichen @/./+/-/_.',
    username_taken: 'Dieser Benutzername ist bereits vergeben.',
    email_taken: 'Diese E-Mail-Adresse gehört bereits zu einem anderen Konto.',
    external_id_invalid: 'Eine externe ID hat 1 bis 255 sichtbare Zeichen ohne Leerraum am Rand.',
    external_id_taken: 'Diese externe ID hat in Ihrer Anwendung schon eine andere Person.',
    datetime_invalid:
      'Datum und Uhrzeit haben das falsche Format. Verwenden Sie dieses: YYYY-MM-DDThh:mm:ssZ.',
    cursor_invalid: 'Der Cursor ist ungültig.',
    address_not_registered: 'Diese Adresse ist nicht registriert.',
    not_a_boolean: 'Der Wert muss wahr oder falsch sein.',
    refresh_of_another: 'Das Token ist ungültig oder abgelaufen.',
    second_factor_code_wrong:
      'Dieser Code ist falsch oder wurde bereits verwendet. Geben Sie den aktuellen Code Ihrer Authentifizierungs-App oder einen Wiederherstellungscode ein.',
    ticket_not_valid:
      'Diese Anmeldung ist abgelaufen oder wurde anderswo begonnen. Melden Sie sich noch einmal mit Ihrem Passwort an.',
    passkey_invalid: 'Der Passkey konnte nicht bestätigt werden. Versuchen Sie es noch einmal.',
    passkey_unknown:
      'Dieser Passkey ist nicht registriert oder wurde entfernt. Melden Sie sich auf andere Weise an.',
    passkey_registered: 'Dieser Passkey ist bereits registriert.',
    too_many_passkeys:
      'Sie können höchstens {max, plural, one {# Passkey} other {# Passkeys}} haben. Entfernen Sie zuerst einen.',
    validation: 'Ungültige Eingabe.',
    not_an_object: 'Ungültige Daten. Erwartet wurde ein Objekt, gesendet wurde: {type}.',
    no_data: 'Es wurden keine Daten gesendet.',
    parse_json: 'Die Daten konnten nicht als JSON gelesen werden: {reason}',
    parse_multipart: 'Das Formular konnte nicht gelesen werden (multipart): {reason}',
    malformed: 'Die Anfrage ist fehlerhaft.',
    if_match_malformed:
      'Die Kopfzeile If-Match muss eine Liste von Entity-Tags in doppelten Anführungszeichen oder * enthalten.',
    filter_not_indexed:
      'Diese Filter können nicht kombiniert werden: updated_since schließt search und status aus, attribute alle anderen außer status=active.',
    idempotency_key_malformed: 'Der Header Idempotency-Key muss 1 bis 255 sichtbare ASCII-Zeichen haben.',
    not_authenticated: 'Sie sind nicht angemeldet.',
    api_key_missing: 'Der API-Schlüssel fehlt. Senden Sie ihn in der Kopfzeile apikey.',
    api_key_invalid: 'Der API-Schlüssel ist ungültig.',
    authorization_malformed:
      'Die Kopfzeile Authorization muss zwei Werte enthalten, die durch ein Leerzeichen getrennt sind.',
    token_not_valid: 'Ihre Anmeldung ist ungültig oder abgelaufen. Melden Sie sich neu an.',
    foreign_token_refused: 'Das Zugriffstoken wurde abgelehnt: {reason}.',
    refresh_not_valid: 'Ihre Sitzung ist ungültig oder abgelaufen. Melden Sie sich neu an.',
    credentials_invalid: 'Benutzername oder Passwort ist falsch.',
    inactive_account: 'Dieses Konto ist nicht aktiv.',
    password_reset_required:
      'Wählen Sie zuerst ein neues Passwort: Fordern Sie mit „Passwort vergessen?“ einen Code an.',
    second_factor_required:
      'Die Bestätigung in zwei Schritten ist erforderlich: Geben Sie einen Code Ihrer Authentifizierungs-App ein.',
    second_factor_enrollment_required:
      'Richten Sie zuerst auf Ihrer Kontoseite die Bestätigung in zwei Schritten ein.',
    second_factor_kept:
      'Dieser Dienst verlangt die Bestätigung in zwei Schritten, deshalb können Sie sie nicht deaktivieren. Richten Sie stattdessen eine andere App ein.',
    passkeys_unavailable: 'In dieser Anwendung können Sie keine Passkeys verwenden.',
    origin_not_allowed: 'Diese Herkunft (Origin) ist für die Anwendung nicht registriert.',
    server_key_required: 'Dieser Vorgang ist nur mit dem Schlüssel einer Anwendung der Art server möglich.',
    server_key_not_allowed:
      'Mit dem Schlüssel einer Anwendung der Art server ist dieser Vorgang nicht möglich. Verwenden Sie den einer Anwendung, über die sich Personen anmelden.',
    server_key_from_browser:
      'Der Schlüssel eines Servers ist geheim und gehört nicht in einen Browser. Senden Sie die Anfrage von Ihrem Server, ohne den Header Origin, und ersetzen Sie diesen Schlüssel.',
    insufficient_scope: 'Diesem Schlüssel fehlt die Berechtigung {scope}.',
    recent_sign_in_required:
      'Bestätigen Sie zuerst, dass Sie es sind: Geben Sie Ihr Passwort ein oder melden Sie sich neu an. Versuchen Sie es danach noch einmal.',
    account_missing:
      'Für diese Anmeldung gibt es kein Konto, und es wird dabei keines angelegt. Bitten Sie die Betreiber dieses Dienstes um ein Konto.',
    account_exists:
      'Ein Konto mit Ihrer E-Mail-Adresse gibt es schon, und diese Anmeldung ist nicht damit verknüpft. Melden Sie sich wie bisher an oder wenden Sie sich an die Betreiber dieses Dienstes.',
    act_at_provider:
      'Sie sind über {provider} angemeldet. Erledigen Sie das dort oder wenden Sie sich an die Betreiber dieses Dienstes.',
    provider_unavailable: '{provider} ist gerade nicht erreichbar. Versuchen Sie es gleich noch einmal.',
    provider_refused:
      'Die Anmeldung bei {provider} konnte nicht abgeschlossen werden. Versuchen Sie es noch einmal. Wenn das nicht hilft, wenden Sie sich an die Betreiber dieses Dienstes.',
    provider_sign_in_expired:
      'Diese Anmeldung bei {provider} hat zu lange gedauert oder ist schon abgeschlossen. Beginnen Sie sie neu.',
    provider_denied: 'Sie haben die Anmeldung bei {provider} abgebrochen. Es hat sich nichts geändert.',
    provider_other_person:
      'Sie haben sich bei {provider} als jemand anderes angemeldet. Melden Sie sich dort als die Person an, der dieses Konto gehört.',
    provider_not_fresh:
      '{provider} hat nicht nach einer neuen Anmeldung gefragt. Melden Sie sich dort ab und versuchen Sie es dann noch einmal.',
    account_frozen:
      'Von einer früheren E-Mail-Adresse dieses Kontos aus wurde einer Änderung widersprochen. Deshalb ist das gerade nicht möglich. Melden Sie sich mit dem früheren Passwort an oder wenden Sie sich an die Betreiber dieses Dienstes.',
    cross_site_request: 'Diese Anfrage kam nicht von der Seite.',
    cookie_duplicate:
      'Das Cookie {name} wurde mehr als einmal gesendet. Löschen Sie die Cookies dieser Website in Ihrem Browser und melden Sie sich neu an.',
    not_found: 'Nicht gefunden.',
    cursor_unknown: 'Dieser Cursor ist hier unbekannt. Lesen Sie die Daten aller Personen neu.',
    cursor_expired:
      'Die Ereignisse nach diesem Cursor sind zu alt und wurden entfernt. Lesen Sie die Daten aller Personen neu.',
    method_not_allowed: 'Die Methode „{method}“ ist hier nicht erlaubt.',
    idempotency_key_in_use: 'Eine Anfrage mit diesem Idempotency-Key läuft noch. Wiederholen Sie sie später.',
    idempotency_key_reused:
      'Dieser Idempotency-Key wurde für eine andere Anfrage verwendet. Verwenden Sie für jede Änderung einen neuen.',
    precondition_failed:
      'Das Profil wurde inzwischen geändert. Laden Sie es neu und ändern Sie es noch einmal.',
    payload_too_large: 'Die Anfrage ist größer als {limit, plural, one {# Byte} other {# Byte}}.',
    too_many_parts: 'Die Anfrage hat mehr als {limit, plural, one {# Feld} other {# Felder}}.',
    unsupported_media_type: 'Der Medientyp „{mediaType}“ der Anfrage wird nicht unterstützt.',
    headers_too_large: 'Die Anfragezeile und die Kopfzeilen sind zu groß.',
    throttled:
      'Zu viele Anfragen. Versuchen Sie es in {seconds, plural, one {# Sekunde} other {# Sekunden}} noch einmal.',
    pictures_per_day:
      'Sie haben das Tageslimit für Änderungen an Ihrem Profil erreicht. Versuchen Sie es in {hh, plural, one {# Stunde} other {# Stunden}}, {m, plural, one {# Minute} other {# Minuten}} und {ss, plural, one {# Sekunde} other {# Sekunden}} noch einmal.',
    server_error: 'Auf dem Server ist ein Fehler aufgetreten.',
    unavailable:
      'Der Dienst ist vorübergehend nicht verfügbar. Versuchen Sie es in {seconds, plural, one {# Sekunde} other {# Sekunden}} noch einmal.',
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
    footer: 'Sie erhalten diese E-Mail wegen einer Aktivität in einem Konto bei {service}.',
    linkFallback: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diesen Link in Ihren Browser:',
    fact: '{label}: {value}',
    username: 'Benutzername',
    mails: {
      new_address_code: {
        subject: 'Ihr Bestätigungscode für {service}',
        first:
          'Geben Sie diesen Code ein, damit {address} die E-Mail-Adresse Ihres Kontos bei {service} wird.',
        paragraphs: [
          'Der Code gilt einmal und läuft in {minutes, plural, one {# Minute} other {# Minuten}} ab. Geben Sie ihn an niemanden weiter.',
          'Wenn Sie den Code nicht angefordert haben, können Sie diese E-Mail ignorieren. Ohne den Code ändert sich nichts.',
        ],
      },
      current_address_code: {
        subject: 'Neue E-Mail-Adresse für Ihr Konto bei {service} bestätigen',
        first:
          'Geben Sie diesen Code ein, um die E-Mail-Adresse Ihres Kontos bei {service} in {address} zu ändern.',
        paragraphs: [
          'Der Code gilt einmal und läuft in {minutes, plural, one {# Minute} other {# Minuten}} ab. Geben Sie ihn an niemanden weiter.',
          'Wenn Sie den Code nicht angefordert haben, ist jemand anderes in Ihrem Konto angemeldet: Ändern Sie Ihr Passwort. Ohne den Code bleibt Ihre E-Mail-Adresse, wie sie ist.',
        ],
      },
      address_taken: {
        subject: 'Ihre E-Mail-Adresse wurde bei {service} eingegeben',
        first: 'Jemand wollte diese E-Mail-Adresse bei {service} für ein anderes Konto verwenden.',
        paragraphs: [
          'Die Adresse gehört weiterhin zu Ihrem Konto, und wir haben niemandem einen Code gesendet.',
          'Wenn Sie das waren: Sie haben mit dieser Adresse bereits ein Konto. Wenn nicht, müssen Sie nichts tun.',
        ],
      },
      address_changed: {
        subject: 'Die E-Mail-Adresse Ihres Kontos bei {service} wurde geändert',
        first: 'Die E-Mail-Adresse Ihres Kontos bei {service} wurde in {address} geändert.',
        paragraphs: [
          'Wenn Sie das waren, müssen Sie nichts tun.',
          'Wenn nicht, machen Sie die Änderung rückgängig. Das ist möglich bis: {until}. Ihr Konto bekommt dann wieder diese Adresse, alle werden abgemeldet, und Sie wählen ein neues Passwort.',
        ],
        link: 'Änderung rückgängig machen',
      },
      password_reset_code: {
        subject: 'Ihr Code zum Zurücksetzen des Passworts bei {service}',
        first: 'Geben Sie diesen Code ein, um für Ihr Konto bei {service} ein neues Passwort zu wählen.',
        paragraphs: [
          'Der Code gilt einmal und läuft in {minutes, plural, one {# Minute} other {# Minuten}} ab. Geben Sie ihn an niemanden weiter.',
          'Wenn Sie den Code nicht angefordert haben, können Sie diese E-Mail ignorieren. Ihr Passwort bleibt, wie es ist.',
        ],
      },
      password_reset_code_left: {
        subject: 'Ihr Code zum Zurücksetzen des Passworts bei {service}',
        first: 'Geben Sie diesen Code ein, um für Ihr Konto bei {service} ein neues Passwort zu wählen.',
        paragraphs: [
          'Der Code gilt einmal und läuft in {minutes, plural, one {# Minute} other {# Minuten}} ab. Geben Sie ihn an niemanden weiter.',
          'Die Adresse dieses Kontos wurde vor weniger als 72 Stunden geändert. Deshalb gilt das neue Passwort erst {hours, plural, one {# Stunde} other {# Stunden}}, nachdem Sie es gewählt haben. Bis dahin kann es verwerfen, wer das aktuelle Passwort kennt.',
          'Wenn Sie den Code nicht angefordert haben, können Sie diese E-Mail ignorieren. Ihr Passwort bleibt, wie es ist.',
        ],
      },
      invitation_code: {
        subject: 'Wählen Sie ein Passwort für {service}',
        first:
          'Für Sie wurde ein Konto bei {service} angelegt. Geben Sie diesen Code ein, um ein Passwort zu wählen.',
        paragraphs: [
          'Der Code gilt einmal und läuft in {hours, plural, one {# Stunde} other {# Stunden}} ab. Geben Sie ihn an niemanden weiter.',
          'Wenn Sie kein Konto erwarten, können Sie diese E-Mail ignorieren.',
        ],
      },
      recovery_announced: {
        subject: 'Ihr Passwort bei {service} ändert sich bald',
        first: 'Für Ihr Konto bei {service} wurde ein neues Passwort gewählt. Es gilt ab dem {until}.',
        paragraphs: [
          'Dafür wurde ein Code verwendet, der an {address} gesendet wurde. Bis dahin gilt Ihr aktuelles Passwort.',
          'Wenn Sie das waren, müssen Sie nichts tun.',
          'Wenn nicht, melden Sie sich mit Ihrem aktuellen Passwort an und verwerfen Sie das neue.',
        ],
        link: 'Neues Passwort verwerfen',
      },
      recovery_stopped: {
        subject: 'Das neue Passwort Ihres Kontos bei {service} wurde verworfen',
        first: 'Das neue Passwort, das für Ihr Konto bei {service} gewählt wurde, wird nicht gültig.',
        paragraphs: [
          'Jemand, der das aktuelle Passwort kennt, hat es verworfen.',
          'Wenn Sie das nicht waren, machen Sie die Änderung der Adresse mit dem Link in unserer E-Mail darüber rückgängig oder wenden Sie sich an die Betreiber dieses Dienstes.',
        ],
      },
      recovery_stopped_final: {
        subject: 'Das neue Passwort Ihres Kontos bei {service} wurde verworfen',
        first: 'Das neue Passwort, das für Ihr Konto bei {service} gewählt wurde, wird nicht gültig.',
        paragraphs: [
          'Jemand, der das aktuelle Passwort kennt, hat es verworfen.',
          'Wenn Sie das nicht waren, wenden Sie sich an die Betreiber dieses Dienstes.',
        ],
      },
      recovery_stopped_by_operator: {
        subject: 'Das neue Passwort Ihres Kontos bei {service} wurde verworfen',
        first: 'Das neue Passwort, das für Ihr Konto bei {service} gewählt wurde, wird nicht gültig.',
        paragraphs: ['Wenn Sie nicht darum gebeten haben, wenden Sie sich an die Betreiber dieses Dienstes.'],
      },
      address_undone: {
        subject: 'Ihr Konto bei {service} hat wieder seine frühere E-Mail-Adresse',
        first:
          'Die Änderung der E-Mail-Adresse Ihres Kontos bei {service} auf diese Adresse wurde rückgängig gemacht.',
        paragraphs: [
          'Das Konto verwendet wieder {address}, und alle wurden abgemeldet.',
          'Wenn Sie das waren, müssen Sie nichts tun.',
          'Wenn nicht, widersprechen Sie. Das ist möglich bis: {until}. Danach kann niemand die Adresse ändern, das Passwort per E-Mail zurücksetzen oder das Konto löschen, bis jemand mit dem früheren Passwort nachweist, dass das Konto ihm gehört.',
        ],
        link: 'Widersprechen',
      },
      undo_ended: {
        subject: 'Ihr Konto bei {service} verwendet diese E-Mail-Adresse nicht mehr',
        first:
          'Ihr Konto bei {service} verwendet jetzt {address}, und das lässt sich nicht mehr rückgängig machen.',
        paragraphs: [
          'Jemand, der das Passwort des Kontos kennt, hat die Frist beendet, in der sich die Änderung rückgängig machen ließ.',
          'Wenn Sie das nicht waren, wenden Sie sich an die Betreiber dieses Dienstes.',
        ],
      },
      undo_ended_by_operator: {
        subject: 'Ihr Konto bei {service} verwendet diese E-Mail-Adresse nicht mehr',
        first:
          'Ihr Konto bei {service} verwendet jetzt {address}, und das lässt sich nicht mehr rückgängig machen.',
        paragraphs: ['Wenn Sie nicht darum gebeten haben, wenden Sie sich an die Betreiber dieses Dienstes.'],
      },
      password_changed: {
        subject: 'Das Passwort Ihres Kontos bei {service} wurde geändert',
        first: 'Das Passwort Ihres Kontos bei {service} wurde geändert.',
        paragraphs: [
          'Wenn Sie das waren, müssen Sie nichts tun.',
          'Wenn nicht, hat jemand anderes Zugang zu Ihrem Konto. Wählen Sie jetzt ein neues Passwort und stellen Sie sicher, dass niemand sonst dieses Postfach lesen kann.',
        ],
        link: 'Neues Passwort wählen',
      },
      deletion_scheduled: {
        subject: 'Ihr Konto bei {service} wird gelöscht',
        first: 'Ihr Konto bei {service} wird am {until} gelöscht.',
        paragraphs: [
          'Alles, was über Sie gespeichert ist, wird mitgelöscht und lässt sich nicht wiederherstellen.',
          'Wenn Sie es sich anders überlegen, melden Sie sich vorher an und behalten Sie Ihr Konto.',
          'Wenn Sie das nicht waren, melden Sie sich jetzt an, behalten Sie Ihr Konto und ändern Sie Ihr Passwort.',
        ],
        link: 'Mein Konto behalten',
      },
      deletion_scheduled_left: {
        subject: 'Ihr Konto bei {service} wird gelöscht',
        first: 'Ihr Konto bei {service} wird am {until} gelöscht.',
        paragraphs: [
          'Die Adresse dieses Kontos wurde vor weniger als 72 Stunden geändert. Deshalb senden wir diese E-Mail auch an Ihre frühere Adresse.',
          'Wenn Sie das nicht waren, verwenden Sie den Link in unserer E-Mail über diese Änderung: Er gibt dem Konto diese Adresse zurück und bricht die Löschung ab.',
        ],
      },
      deletion_cancelled: {
        subject: 'Ihr Konto bei {service} wird nicht gelöscht',
        first: 'Die Löschung Ihres Kontos bei {service} wurde abgebrochen.',
        paragraphs: ['Alles bleibt, wie es war.', 'Wenn Sie das nicht waren, ändern Sie Ihr Passwort.'],
      },
      own_address_code: {
        subject: 'Ihr Bestätigungscode für {service}',
        first:
          'Geben Sie diesen Code ein, um die E-Mail-Adresse {address} für Ihr Konto bei {service} zu bestätigen.',
        paragraphs: [
          'Der Code gilt einmal und läuft in {minutes, plural, one {# Minute} other {# Minuten}} ab. Geben Sie ihn an niemanden weiter.',
          'Wenn Sie den Code nicht angefordert haben, können Sie diese E-Mail ignorieren. Ohne den Code ändert sich nichts.',
        ],
      },
      new_device: {
        subject: 'Neue Anmeldung in Ihrem Konto bei {service}',
        first: 'In Ihrem Konto bei {service} hat sich jemand auf einem neuen Gerät angemeldet.',
        paragraphs: [],
      },
      provider_linked: {
        subject: 'Anmeldung über einen anderen Dienst mit Ihrem Konto bei {service} verknüpft',
        first:
          'Mit Ihrem Konto bei {service} wurde die Anmeldung über einen anderen Dienst verknüpft, weil dieser Ihre E-Mail-Adresse hat.',
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
        subject: 'Die Bestätigung in zwei Schritten ist für Ihr Konto bei {service} aktiviert',
        first: 'Die Bestätigung in zwei Schritten wurde für Ihr Konto bei {service} aktiviert.',
        paragraphs: [],
      },
      second_factor_removed: {
        subject: 'Die Bestätigung in zwei Schritten ist für Ihr Konto bei {service} deaktiviert',
        first:
          'Die Bestätigung in zwei Schritten wurde für Ihr Konto bei {service} deaktiviert. Zum Anmelden genügt jetzt Ihr Passwort.',
        paragraphs: [],
      },
      recovery_codes_renewed: {
        subject: 'Ihr Konto bei {service} hat neue Wiederherstellungscodes',
        first: 'Für Ihr Konto bei {service} wurden neue Wiederherstellungscodes erstellt.',
        paragraphs: ['Die bisherigen gelten nicht mehr.'],
      },
      refresh_token_reused: {
        subject: 'Sie wurden auf einem Gerät von {service} abgemeldet',
        first: 'Zum Schutz Ihres Kontos bei {service} haben wir es auf einem Gerät abgemeldet.',
        paragraphs: [
          'Der Schlüssel dieser Sitzung wurde zweimal verwendet. Das geschieht, wenn eine App aus einer Sicherung wiederhergestellt wird, aber auch, wenn jemand anderes eine Kopie des Schlüssels hat.',
          'Melden Sie sich auf diesem Gerät bei Bedarf wieder an. Ihre anderen Geräte bleiben angemeldet.',
        ],
      },
      account_unlocked: {
        subject: 'Sie können sich bei {service} wieder anmelden',
        first: 'Sie können sich in Ihrem Konto bei {service} wieder anmelden.',
        paragraphs: [
          'Die Anmeldung war nach vielen falschen Passwörtern ausgesetzt. Ihr Passwort hat sich nicht geändert.',
        ],
      },
      sign_in_locked: {
        subject: 'Viele falsche Passwörter für Ihr Konto bei {service}',
        first:
          'Für Ihr Konto bei {service} hat jemand viele falsche Passwörter eingegeben. Anmeldungen von neuen Orten sind deshalb bis zu eine Stunde lang ausgesetzt.',
        paragraphs: [
          'Keines der Passwörter war richtig, und in Ihrem Konto hat sich nichts geändert. Sie müssen nichts tun.',
          'Wo Sie sich in den letzten 30 Tagen angemeldet haben und in Browsern, die Sie schon verwendet haben, können Sie sich weiterhin anmelden. Anderswo wählen Sie ein neues Passwort oder warten Sie, bis die Stunde vorbei ist.',
        ],
        link: 'Neues Passwort wählen',
      },
    },
    notice: {
      at: 'Zeitpunkt',
      requestedAt: 'Angefordert am',
      device: 'Gerät',
      place: 'Ort',
      application: 'Anwendung',
      accountPage: 'Ihre Kontoseite',
      byOperator: 'Das haben die Betreiber von {service} veranlasst.',
      browserOn: '{browser} auf {os}',
      placeOf: '{country} ({network})',
      ifYou: 'Wenn Sie das waren, müssen Sie nichts tun.',
      ifNot:
        'Wenn nicht, prüfen Sie, wo Sie angemeldet sind, melden Sie alles ab, was Sie nicht kennen, und ändern Sie Ihr Passwort.',
      link: 'Sicherheitseinstellungen öffnen',
    },
  },
  copy: {
    title: 'Ihre Daten bei {service}',
    made: 'Diese Kopie wurde am {at} erstellt.',
    profile:
      'profile.json: alles, was über Sie gespeichert ist, also Ihr Profil, wo Sie angemeldet sind, was in Ihrem Konto passiert ist und welche Anwendungen Sie nutzen. Das ist eine Textdatei, die Programme lesen können.',
    pictures: 'pictures: Ihr Bild, vollständig und so, wie es angezeigt wird.',
    noPictures: 'Sie haben kein Bild, daher ist keines enthalten.',
    secrets:
      'Passwörter und Codes sind nicht enthalten: Sie sind so gespeichert, dass niemand sie lesen kann.',
  },
  pages: {
    not_found: {
      title: 'Diese Seite gibt es nicht',
      paragraphs: ['Prüfen Sie die Adresse oder gehen Sie zurück zu Ihrem Konto.'],
      button: 'Zu Ihrem Konto',
    },
    not_started: {
      title: 'Die Seite konnte nicht geladen werden',
      paragraphs: ['Prüfen Sie Ihre Verbindung und laden Sie die Seite neu.'],
      button: 'Seite neu laden',
      noScript: 'Aktivieren Sie JavaScript in Ihrem Browser, um diese Seite zu verwenden.',
    },
    undo_ask: {
      title: 'Änderung Ihrer E-Mail-Adresse rückgängig machen?',
      paragraphs: [
        'Das Konto bekommt wieder die Adresse {address}. Alle, die dort angemeldet sind, werden abgemeldet, und Sie wählen ein neues Passwort.',
      ],
      button: 'Änderung rückgängig machen',
    },
    undo_done: {
      title: 'Die Änderung wurde rückgängig gemacht',
      paragraphs: [
        'Das Konto verwendet wieder {address}, und alle wurden abgemeldet.',
        'Wählen Sie ein neues Passwort, bevor Sie sich anmelden. Den Code dafür senden wir an diese Adresse.',
      ],
      button: 'Neues Passwort wählen',
      stays: 'Das Konto sollte gelöscht werden. Das haben wir abgebrochen: Es bleibt bestehen.',
    },
    undo_over: {
      title: 'Dieser Link wurde schon verwendet oder ist abgelaufen',
      paragraphs: [
        'Eine Änderung lässt sich einmal rückgängig machen, innerhalb von 72 Stunden. Wenn jemand anderes Ihr Konto verwendet, wenden Sie sich an die Betreiber dieses Dienstes.',
      ],
      button: 'Zu Ihrem Konto',
    },
    undo_unknown: {
      title: 'Wir kennen diesen Link nicht',
      paragraphs: [
        'Prüfen Sie, ob Sie den ganzen Link kopiert haben, oder öffnen Sie ihn noch einmal aus der E-Mail.',
      ],
      button: 'Zu Ihrem Konto',
    },
    undo_frozen: {
      title: 'Das Konto ist eingefroren',
      paragraphs: [
        'Von einer Adresse dieses Kontos aus wurde einer Änderung widersprochen. Bis das geklärt ist, lässt sich nichts rückgängig machen.',
        'Melden Sie sich mit dem früheren Passwort an oder wenden Sie sich an die Betreiber dieses Dienstes.',
      ],
      button: 'Anmelden',
    },
    objection_ask: {
      title: 'Dieser Änderung widersprechen?',
      paragraphs: [
        'Wenn Sie widersprechen, kann niemand die Adresse des Kontos ändern, sein Passwort per E-Mail zurücksetzen oder es löschen.',
        'Das gilt, bis sich jemand mit dem früheren Passwort anmeldet oder bis die Betreiber dieses Dienstes entscheiden. Ihre Adresse bekommt das Konto dadurch nicht zurück.',
      ],
      button: 'Widersprechen',
    },
    objection_done: {
      title: 'Das Konto ist eingefroren',
      paragraphs: [
        'Seine Adresse bleibt, wie sie ist, sein Passwort lässt sich nicht per E-Mail zurücksetzen, und es kann nicht gelöscht werden.',
        'Wenn das Konto Ihnen gehört, melden Sie sich mit Ihrem Passwort an oder wenden Sie sich an die Betreiber dieses Dienstes.',
      ],
      button: 'Anmelden',
    },
    objection_over: {
      title: 'Dieser Link wurde schon verwendet oder ist abgelaufen',
      paragraphs: [
        'Sie können einmal widersprechen, innerhalb von 72 Stunden. Wenn jemand anderes Ihr Konto verwendet, wenden Sie sich an die Betreiber dieses Dienstes.',
      ],
      button: 'Zu Ihrem Konto',
    },
  },
}

export default german
