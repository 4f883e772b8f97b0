"""Files by which common static hosts learn what each path needs: policy, caching, media types, packed twins.

`_headers` is read by Netlify, Cloudflare Pages and their like, which pack by themselves; `.htaccess` by
Apache; `hosting/nginx.conf` is to be included by whoever runs nginx. A host that reads none of them still
serves the site: `hosting/README.txt` says what is then missing.
"""

from pathlib import Path

READ_BY_HOSTS = ("_headers", ".htaccess")
"""Files that a host reads and may keep to itself."""
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATED = "no-cache"
NEVER_STORED = "no-store"
# Files whose content may change under the same name and which decide what else is shown.
FRESH = ("service-worker.js", "offline.json", "status.json", "versions.json")
NAMED_BY_HASH = ("runtime", "data")


def write_host_files(site: Path, policy: str) -> None:
    """Write them into a built site. ``policy`` is the Content-Security-Policy of the pages."""
    headers = _common(policy)
    (site / "_headers").write_text(_headers(headers), encoding="utf-8")
    (site / ".htaccess").write_text(_htaccess(headers), encoding="utf-8")
    folder = site / "hosting"
    folder.mkdir(exist_ok=True)
    (folder / "nginx.conf").write_text(_nginx(headers), encoding="utf-8")
    (folder / "README.txt").write_text(_NOTE, encoding="utf-8")


def _common(policy: str) -> dict[str, str]:
    """A worker is not bound by a page's meta policy, so the policy also goes as a header."""
    return {
        "Content-Security-Policy": f"{policy}; frame-ancestors 'self'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def _headers(common: dict[str, str]) -> str:
    lines = ["/*", *(f"  {name}: {value}" for name, value in common.items())]
    for folder in NAMED_BY_HASH:
        lines += [f"/{folder}/*", f"  Cache-Control: {IMMUTABLE}"]
    for name in FRESH:
        lines += [f"/{name}", f"  Cache-Control: {NEVER_STORED if name == 'status.json' else REVALIDATED}"]
    return "\n".join(lines) + "\n"


def _htaccess(common: dict[str, str]) -> str:
    set_all = "\n".join(f'  Header always set {name} "{value}"' for name, value in common.items())
    fresh = "|".join(name.replace(".", r"\.") for name in FRESH)
    named = "|".join(NAMED_BY_HASH)
    return rf"""# Apache 2.4: mod_headers, mod_mime, mod_rewrite. AllowOverride FileInfo is enough.
AddType application/wasm .wasm
AddType text/javascript .js .mjs
AddType application/manifest+json .webmanifest
ErrorDocument 404 /404.html
<IfModule mod_headers.c>
{set_all}
  Header set Cache-Control "{REVALIDATED}"
  <If "%{{REQUEST_URI}} =~ m#/({named})/#">
    Header set Cache-Control "{IMMUTABLE}"
  </If>
  <If "%{{REQUEST_URI}} =~ m#/({fresh})$#">
    Header set Cache-Control "{REVALIDATED}"
  </If>
</IfModule>
# The packed twin goes out in place of the file, under the file's own media type.
<IfModule mod_rewrite.c>
  RewriteEngine On
  RewriteCond %{{HTTP:Accept-Encoding}} \bbr\b
  RewriteCond %{{REQUEST_FILENAME}}.br -f
  RewriteRule ^(.+)$ $1.br [L,E=PACKED:br]
  RewriteCond %{{HTTP:Accept-Encoding}} \bgzip\b
  RewriteCond %{{REQUEST_FILENAME}}.gz -f
  RewriteRule ^(.+)$ $1.gz [L,E=PACKED:gzip]
</IfModule>
<IfModule mod_headers.c>
  <FilesMatch "\.(br|gz)$">
    Header append Vary Accept-Encoding
  </FilesMatch>
  <FilesMatch "\.br$">
    RemoveLanguage .br
    Header set Content-Encoding br
    SetEnv no-brotli 1
    SetEnv no-gzip 1
  </FilesMatch>
  <FilesMatch "\.gz$">
    Header set Content-Encoding gzip
    SetEnv no-gzip 1
    SetEnv no-brotli 1
  </FilesMatch>
</IfModule>
{_htaccess_types()}"""


def _htaccess_types() -> str:
    types = {
        "html": "text/html; charset=utf-8",
        "m?js": "text/javascript",
        "css": "text/css",
        "json": "application/json",
        "wasm": "application/wasm",
        "zip": "application/zip",
        "svg": "image/svg+xml",
        "xml": "application/xml",
        "webmanifest": "application/manifest+json",
    }
    blocks = (
        f'<FilesMatch "\\.{name}\\.(br|gz)$">\n  ForceType "{kind}"\n</FilesMatch>\n'
        for name, kind in types.items()
    )
    return "".join(blocks)


def _nginx(common: dict[str, str]) -> str:
    def headers(cache: str) -> str:
        both = {**common, "Cache-Control": cache}
        return "".join(f'    add_header {name} "{value}" always;\n' for name, value in both.items())

    fresh = "|".join(name.replace(".", r"\.") for name in FRESH)
    return f"""# Inside the server block that serves this site: include /path/to/site/hosting/nginx.conf;
# brotli_static needs ngx_brotli (Debian: libnginx-mod-http-brotli-static); without it leave that line out.
gzip_static on;
brotli_static on;
include mime.types;
types {{
    application/wasm wasm;
    text/javascript js mjs;
    application/manifest+json webmanifest;
}}
error_page 404 /404.html;
location ~ ^/({"|".join(NAMED_BY_HASH)})/ {{
{headers(IMMUTABLE)}}}
location ~ /({fresh})$ {{
{headers(REVALIDATED)}}}
location / {{
{headers(REVALIDATED)}}}
"""


_NOTE = """\
How this site wants to be served
================================

Netlify, Cloudflare Pages and the like read ../_headers and pack files by themselves.
Apache reads ../.htaccess. nginx: include nginx.conf from this folder.

A host that reads none of these (GitHub Pages, a plain file server) still serves a working site.
What is then missing:
- the policy as a header: pages carry it in a meta tag, which does not bind the worker that holds Python;
- long-lived caching of runtime/ and data/, whose names change with their content;
- brotli (about 3 MB instead of 12 for the first calculation), unless the host packs by itself.
It must send .wasm as application/wasm and .js and .mjs as text/javascript: with another type for .mjs
nothing is calculated, with another type for .wasm the start takes longer.
"""
