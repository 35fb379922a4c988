<?php
// Composer's classes, or those of a folder.
$folder = getenv('PHP_JWT');
if ($folder === false) {
    require __DIR__ . '/vendor/autoload.php';
} else {
    spl_autoload_register(function (string $class) use ($folder): void {
        $file = $folder . '/' . str_replace('\\', '/', substr($class, strlen('Firebase\\JWT\\'))) . '.php';
        if (str_starts_with($class, 'Firebase\\JWT\\') && is_file($file)) {
            require $file;
        }
    });
}
