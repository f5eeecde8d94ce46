using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

// Pre-shared keys.
internal static unsafe partial class Ssl
{
    [LibraryImport(Library)]
    internal static partial void SSL_set_psk_client_callback(
        SafeSslHandle ssl, delegate* unmanaged<nint, byte*, byte*, uint, byte*, uint, uint> cb);

    [LibraryImport(Library)]
    internal static partial void SSL_set_psk_server_callback(SafeSslHandle ssl, delegate* unmanaged<nint, byte*, byte*, uint, uint> cb);

    [LibraryImport(Library)]
    internal static partial int SSL_use_psk_identity_hint(SafeSslHandle s, byte* identity_hint);
}
