// Content types by file name. A name with another ending has no known type.
'use strict';
const { extname } = require('node:path');

// A type, and the endings of its files.
const TYPES = `
application/atom+xml atom
application/dash-patch+xml mpp
application/ecmascript ecma
application/epub+zip epub
application/gpx+xml gpx
application/gzip gz
application/java-archive ear jar war
application/java-vm class
application/javascript js mjs
application/json json
application/json5 json5
application/ld+json jsonld
application/mac-binhex40 hqx
application/manifest+json webmanifest
application/msword doc dot
application/mxf mxf
application/octet-stream bin img
application/oda oda
application/ogg ogx
application/pdf pdf
application/pgp-keys asc
application/pkcs7-mime p7c
application/pkix-cert cer
application/pkix-crl crl
application/postscript ai eps ps
application/rdf+xml rdf
application/rss+xml rss
application/rtf rtf
application/ssml+xml ssml
application/toml toml
application/vnd.amazon.ebook azw
application/vnd.android.package-archive apk
application/vnd.apple.installer+xml mpkg
application/vnd.apple.keynote key
application/vnd.apple.mpegurl m3u8
application/vnd.apple.numbers numbers
application/vnd.apple.pages pages
application/vnd.dart dart
application/vnd.google-earth.kml+xml kml
application/vnd.google-earth.kmz kmz
application/vnd.mozilla.xul+xml xul
application/vnd.ms-cab-compressed cab
application/vnd.ms-excel xls xlt
application/vnd.ms-excel.sheet.binary.macroenabled.12 xlsb
application/vnd.ms-excel.sheet.macroenabled.12 xlsm
application/vnd.ms-fontobject eot
application/vnd.ms-htmlhelp chm
application/vnd.ms-outlook msg
application/vnd.ms-powerpoint pot pps ppt
application/vnd.ms-powerpoint.presentation.macroenabled.12 pptm
application/vnd.ms-word.document.macroenabled.12 docm
application/vnd.ms-works wps
application/vnd.oasis.opendocument.chart odc
application/vnd.oasis.opendocument.database odb
application/vnd.oasis.opendocument.formula odf
application/vnd.oasis.opendocument.graphics odg
application/vnd.oasis.opendocument.image odi
application/vnd.oasis.opendocument.presentation odp
application/vnd.oasis.opendocument.spreadsheet ods
application/vnd.oasis.opendocument.text odt
application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
application/vnd.openxmlformats-officedocument.presentationml.slide sldx
application/vnd.openxmlformats-officedocument.presentationml.slideshow ppsx
application/vnd.openxmlformats-officedocument.presentationml.template potx
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
application/vnd.openxmlformats-officedocument.spreadsheetml.template xltx
application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
application/vnd.openxmlformats-officedocument.wordprocessingml.template dotx
application/vnd.palm pdb
application/vnd.rar rar
application/vnd.rn-realmedia rm
application/vnd.rn-realmedia-vbr rmvb
application/vnd.visio vsd
application/wasm wasm
application/winhlp hlp
application/x-7z-compressed 7z
application/x-apple-diskimage dmg
application/x-bittorrent torrent
application/x-bzip bz
application/x-bzip2 bz2
application/x-cbr cbr cbz
application/x-debian-package deb
application/x-dvi dvi
application/x-httpd-php php
application/x-iso9660-image iso
application/x-java-jnlp-file jnlp
application/x-latex latex
application/x-lzh-compressed lzh
application/x-msdos-program exe
application/x-msdownload bat com dll msi
application/x-mspublisher pub
application/x-mswrite wri
application/x-perl pl pm
application/x-pkcs12 p12 pfx
application/x-pkcs7-certificates p7b
application/x-redhat-package-manager rpm
application/x-sh sh
application/x-shockwave-flash swf
application/x-silverlight-app xap
application/x-sql sql
application/x-stuffit sit
application/x-subrip srt
application/x-tar tar
application/x-tcl tcl
application/x-tex tex
application/x-texinfo texi
application/x-web-app-manifest+json webapp
application/x-x509-ca-cert crt der pem
application/x-xpinstall xpi
application/xhtml+xml xht xhtml
application/xliff+xml xlf
application/xml xml xsd xsl
application/xml-dtd dtd
application/xslt+xml xslt
application/xspf+xml xspf
application/zip zip
audio/basic au snd
audio/midi kar mid midi
audio/mp4 m4a mp4a
audio/mpeg mp2 mp3 mpga
audio/ogg oga ogg opus spx
audio/s3m s3m
audio/wave wav
audio/webm weba
audio/x-aac aac
audio/x-aiff aif aiff
audio/x-flac flac
audio/x-mpegurl m3u
audio/x-ms-wma wma
font/collection ttc
font/otf otf
font/ttf ttf
font/woff woff
font/woff2 woff2
image/apng apng
image/avif avif
image/bmp bmp
image/emf emf
image/gif gif
image/heic heic
image/heif heif
image/ief ief
image/jp2 jp2
image/jpeg jpe jpeg jpg
image/png png
image/svg+xml svg svgz
image/tiff tif tiff
image/vnd.adobe.photoshop psd
image/vnd.dwg dwg
image/vnd.dxf dxf
image/vnd.microsoft.icon ico
image/vnd.wap.wbmp wbmp
image/vnd.zbrush.pcx pcx
image/webp webp
image/wmf wmf
image/x-cmu-raster ras
image/x-jng jng
image/x-portable-anymap pnm
image/x-portable-bitmap pbm
image/x-portable-graymap pgm
image/x-portable-pixmap ppm
image/x-rgb rgb
image/x-tga tga
image/x-xbitmap xbm
image/x-xpixmap xpm
message/rfc822 eml
model/gltf+json gltf
model/gltf-binary glb
model/vnd.usdz+zip usdz
model/x3d+xml x3d
text/cache-manifest appcache manifest
text/calendar ics ifb
text/css css
text/csv csv
text/html htm html shtml
text/jsx jsx
text/less less
text/markdown markdown md
text/plain conf def in ini list log text txt
text/richtext rtx
text/sgml sgm sgml
text/slim slim
text/tab-separated-values tsv
text/troff man roff t tr
text/uri-list uri
text/vcard vcard
text/vnd.sun.j2me.app-descriptor jad
text/vnd.wap.wml wml
text/vtt vtt
text/x-c c cc cpp cxx h
text/x-handlebars-template hbs
text/x-java-source java
text/x-nfo nfo
text/x-pascal pas
text/x-sass sass
text/x-scss scss
text/x-vcalendar vcs
text/x-vcard vcf
text/yaml yaml yml
video/3gpp 3gp 3gpp
video/3gpp2 3g2
video/mp2t ts
video/mp4 mp4 mp4v
video/mpeg m2v mpe mpeg mpg
video/ogg ogv
video/quicktime mov qt
video/vnd.mpegurl mxu
video/webm webm
video/x-f4v f4v
video/x-fli fli
video/x-flv flv
video/x-m4v m4v
video/x-matroska mkv
video/x-ms-asf asf
video/x-ms-wmv wmv
video/x-msvideo avi
video/x-sgi-movie movie
`;
let byEnding;

function read() {
  const rows = TYPES.trim().split('\n').map((line) => line.split(' '));
  return new Map(rows.flatMap(([type, ...endings]) => endings.map((ending) => [ending, type])));
}

/** Returns the type of a file by the ending of its name; undefined if the ending is not known. */
function contentTypeOf(path) {
  byEnding ??= read();
  return byEnding.get(extname(`x.${path}`).slice(1).toLowerCase());
}

module.exports = { contentTypeOf };
