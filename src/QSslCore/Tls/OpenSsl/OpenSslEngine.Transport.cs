using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <content>
/// The library's I/O object: it pulls ciphertext straight from the transport and gathers what it sends, so that several
/// records leave in one system call.
/// </content>
internal sealed unsafe partial class OpenSslEngine
{
    private const int GatherLimit = 128 * 1024;
    private const int SmallGather = 4096;
    private const int FirstBytesKept = 40;

    private static readonly Lazy<SafeBioMethodHandle> s_method = new(MakeMethod);

    private readonly byte[] _firstBytes = new byte[FirstBytesKept];
    private int _firstCount;
    private byte[]? _gather;
    private int _gatherStart;
    private int _gatherEnd;
    private long _sent;
    private bool _transportEnded;
    private SocketError _transportError;

    public override int CiphertextPending => _gatherEnd - _gatherStart;

    public override long CiphertextSent => _sent;

    public override TlsEngineStatus Flush()
    {
        if (_held)
            return TlsEngineStatus.Complete;
        while (_gatherStart < _gatherEnd)
        {
            TransportResult result = _transport.TryWrite(_gather.AsSpan(_gatherStart, _gatherEnd - _gatherStart));
            if (result.IsError)
            {
                _transportError = result.Error;
                return Fail(new("the connection failed", TransportError: result.Error));
            }
            if (result.Count == 0)
                return TlsEngineStatus.WantWrite;
            _gatherStart += result.Count;
            _sent += result.Count;
        }
        ReturnGather();
        return TlsEngineStatus.Complete;
    }

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
    /// The answers of the library's null device are the right ones, and native code gives them: it is asked several times for
    /// every record. To "flush" it says done: what was gathered leaves at the end of the call. To "end?", asked where nothing came
    /// and nothing will, yes: without that the library would take the end of the connection for an unexplained failure; a failure
    /// of the transport is told by <see cref="_transportError"/>. To all else, no.
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
        // Given twice it takes one reference: ours. From here on the SSL frees it.
        Ssl.SSL_set_bio(_ssl, bio, bio);
        bio.SetHandleAsInvalid();
    }

    private void ReturnGather()
    {
        if (_gather is null)
            return;
        ArrayPool<byte>.Shared.Return(_gather);
        _gather = null;
        _gatherStart = _gatherEnd = 0;
    }

    private int Pull(Span<byte> destination)
    {
        TransportResult result = _transport.TryRead(destination);
        if (result.Count > 0)
        {
            int kept = Math.Min(result.Count, FirstBytesKept - _firstCount);
            destination[..kept].CopyTo(_firstBytes.AsSpan(_firstCount));
            _firstCount += kept;
        }
        else if (result.IsEndOfStream)
        {
            _transportEnded = true;
        }
        else if (result.IsError)
        {
            _transportError = result.Error;
        }
        return result.IsWouldBlock ? -1 : result.Count;
    }

    private int Gather(ReadOnlySpan<byte> source)
    {
        if (!_held && _gatherEnd - _gatherStart + source.Length > GatherLimit && Flush() != TlsEngineStatus.Complete)
            return -1;
        // Bulk data fills it at once: growing step by step would copy most of it several times.
        _gather ??= ArrayPool<byte>.Shared.Rent(source.Length <= SmallGather ? SmallGather : Math.Max(source.Length, GatherLimit));
        if (_gatherEnd + source.Length > _gather.Length)
            Grow(source.Length);
        source.CopyTo(_gather.AsSpan(_gatherEnd));
        _gatherEnd += source.Length;
        return source.Length;
    }

    private void Grow(int needed)
    {
        int held = _gatherEnd - _gatherStart;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(held + needed, Math.Min(_gather!.Length * 2, GatherLimit)));
        _gather.AsSpan(_gatherStart, held).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_gather);
        _gather = larger;
        _gatherStart = 0;
        _gatherEnd = held;
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
            int n = engine.Pull(new(buffer, (int)Math.Min(size, int.MaxValue)));
            if (n < 0)
                Crypto.BIO_set_flags(bio, Crypto.BIO_FLAGS_READ | Crypto.BIO_FLAGS_SHOULD_RETRY);
            if (n <= 0)
                return 0;
            *moved = (nuint)n;
            return 1;
        }
#pragma warning disable CA1031 // No exception may cross native frames; it is thrown again behind them.
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
            int n = engine.Gather(new(buffer, (int)Math.Min(size, int.MaxValue)));
            if (n < 0)
            {
                if (engine._transportError == SocketError.Success)
                    Crypto.BIO_set_flags(bio, Crypto.BIO_FLAGS_WRITE | Crypto.BIO_FLAGS_SHOULD_RETRY);
                return 0;
            }
            *moved = (nuint)n;
            return 1;
        }
#pragma warning disable CA1031 // No exception may cross native frames; it is thrown again behind them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            engine.Keep(e);
            return 0;
        }
    }
}
