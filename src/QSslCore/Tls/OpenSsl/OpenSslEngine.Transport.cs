using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

// The library's I/O object. It reads ciphertext directly from the transport, and gathers what it sends.
internal sealed unsafe partial class OpenSslEngine
{
    private static readonly Lazy<SafeBioMethodHandle> s_method = new(MakeMethod);

    private static SafeBioMethodHandle MakeMethod()
    {
        SafeBioMethodHandle method = Crypto.BIO_meth_new(Crypto.BIO_get_new_index() | Crypto.BIO_TYPE_SOURCE_SINK, "QSslCore");
        OpenSslErrorQueue.Check(!method.IsInvalid);
        OpenSslErrorQueue.Check(Crypto.BIO_meth_set_read_ex(method, &ReadCallback) == 1);
        OpenSslErrorQueue.Check(Crypto.BIO_meth_set_write_ex(method, &WriteCallback) == 1);
        OpenSslErrorQueue.Check(Crypto.BIO_meth_set_ctrl(method, NullControl()) == 1);
        return method;
    }

    /// <summary>
    /// Returns the control function of the library's null device. Its answers are right, and it is native code, which matters because the
    /// library asks several times for each record. "Flush" succeeds, because the gathered data is sent at the end of the call. "End of
    /// file?", which the library asks when nothing was received and nothing will be, is true. Otherwise the library would report the end of
    /// the connection as an unknown error. <see cref="TlsEngine.TransportError"/> reports a failure of the transport. Every other answer
    /// is no.
    /// </summary>
    private static delegate* unmanaged<nint, int, CLong, nint, CLong> NullControl()
    {
        delegate* unmanaged<nint, int, CLong, nint, CLong> control = Crypto.BIO_meth_get_ctrl(Crypto.BIO_s_null());
        OpenSslErrorQueue.Check(control is not null);
        return control;
    }

    private void AttachTransport(nint self)
    {
        SafeBioHandle bio = Crypto.BIO_new(s_method.Value);
        OpenSslErrorQueue.Check(!bio.IsInvalid);
        Crypto.BIO_set_data(bio, self);
        Crypto.BIO_set_init(bio, 1);
        // Passed twice, it takes one reference, which is ours. From now on the SSL object frees it.
        Ssl.SSL_set_bio(_ssl, bio, bio);
        bio.SetHandleAsInvalid();
    }

    [UnmanagedCallersOnly]
    private static int ReadCallback(nint bio, byte* buffer, nuint size, nuint* moved)
    {
        *moved = 0;
        Crypto.BIO_clear_flags(bio, Crypto.BIO_FLAGS_RWS | Crypto.BIO_FLAGS_SHOULD_RETRY);
        if (FromPointer(Crypto.BIO_get_data(bio)) is not { } engine)
            return 0;
        try
        {
            TransportResult result = engine.Receive(new(buffer, (int)Math.Min(size, int.MaxValue)));
            if (result.IsWouldBlock)
                Crypto.BIO_set_flags(bio, Crypto.BIO_FLAGS_READ | Crypto.BIO_FLAGS_SHOULD_RETRY);
            if (result.Count <= 0)
                return 0;
            *moved = (nuint)result.Count;
            return 1;
        }
#pragma warning disable CA1031 // No exception may cross native frames. It is thrown again after them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            engine.Keep(e);
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static int WriteCallback(nint bio, byte* buffer, nuint size, nuint* moved)
    {
        *moved = 0;
        Crypto.BIO_clear_flags(bio, Crypto.BIO_FLAGS_RWS | Crypto.BIO_FLAGS_SHOULD_RETRY);
        if (FromPointer(Crypto.BIO_get_data(bio)) is not { } engine)
            return 0;
        try
        {
            int offered = (int)Math.Min(size, int.MaxValue);
            if (!engine.TryGather(new(buffer, offered)))
            {
                if (engine.TransportError == SocketError.Success)
                    Crypto.BIO_set_flags(bio, Crypto.BIO_FLAGS_WRITE | Crypto.BIO_FLAGS_SHOULD_RETRY);
                return 0;
            }
            *moved = (nuint)offered;
            return 1;
        }
#pragma warning disable CA1031 // No exception may cross native frames. It is thrown again after them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            engine.Keep(e);
            return 0;
        }
    }
}
