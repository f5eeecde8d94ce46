using QSslCore.Sockets;

namespace QSslCore;

/// <summary>A device that bytes are read from and written to, with a read buffer of its own.</summary>
/// <remarks>
/// Sequential devices only: sockets. Results follow Qt: -1 (or an empty result) and a warning
/// (<see cref="QSslWarnings"/>) for misuse, 0 for "nothing now", -1 for "no more will come".
/// </remarks>
public abstract partial class QIODevice
{
    private protected const string UnknownError = "Unknown error";

    private readonly Signal<SignalEventArgs> _readyRead;
    private readonly Signal<BytesWrittenEventArgs> _bytesWritten;
    private readonly Signal<SignalEventArgs> _aboutToClose;
    private readonly Signal<SignalEventArgs> _readChannelFinished;

    /// <summary>Bytes came while the event had no listener.</summary>
    private volatile bool _unheardBytes;

    private protected QIODevice(Func<QIODevice, Strand> makeStrand)
    {
        Strand = makeStrand(this);
        _readyRead = new(Strand);
        _bytesWritten = new(Strand);
        _aboutToClose = new(Strand);
        _readChannelFinished = new(Strand);
        _channelReadyRead = new(Strand);
        _channelBytesWritten = new(Strand);
    }

    /// <summary>New bytes can be read; raised once per read pass. A listener that subscribes when bytes are there
    /// that were not reported is told of them.</summary>
    [QtMember("QIODevice::readyRead")]
    public event EventHandler<SignalEventArgs> ReadyRead
    {
        add
        {
            _readyRead.Add(value);
            if (_unheardBytes)
                Strand.Execute(TellUnheardBytes, raise: false);
        }
        remove => _readyRead.Remove(value);
    }

    /// <summary>Payload was written: handed to the system by a plain socket, encrypted by a TLS socket.</summary>
    [QtMember("QIODevice::bytesWritten")]
    public event EventHandler<BytesWrittenEventArgs> BytesWritten
    {
        add => _bytesWritten.Add(value);
        remove => _bytesWritten.Remove(value);
    }

    /// <summary>The device is about to close; what a handler writes still leaves. After an abort it has closed already.</summary>
    [QtMember("QIODevice::aboutToClose")]
    public event EventHandler<SignalEventArgs> AboutToClose
    {
        add => _aboutToClose.Add(value);
        remove => _aboutToClose.Remove(value);
    }

    /// <summary>No more bytes will come; those that came stay readable.</summary>
    [QtMember("QIODevice::readChannelFinished")]
    public event EventHandler<SignalEventArgs> ReadChannelFinished
    {
        add => _readChannelFinished.Add(value);
        remove => _readChannelFinished.Remove(value);
    }

    /// <summary>How the device is open.</summary>
    [QtMember("QIODevice::openMode")]
    public OpenMode OpenMode { get; private protected set; }

    /// <summary>True while the device is open.</summary>
    [QtMember("QIODevice::isOpen")]
    public bool IsOpen => OpenMode != OpenMode.NotOpen;

    /// <summary>True when it is open for reading.</summary>
    [QtMember("QIODevice::isReadable")]
    public bool IsReadable => OpenMode.HasFlag(OpenMode.ReadOnly);

    /// <summary>True when it is open for writing.</summary>
    [QtMember("QIODevice::isWritable")]
    public bool IsWritable => OpenMode.HasFlag(OpenMode.WriteOnly);

    /// <summary>Always true: bytes come in order and once.</summary>
    [QtMember("QIODevice::isSequential")]
    public bool IsSequential => true;

    /// <summary>What went wrong last, in words; "Unknown error" when nothing did.</summary>
    [QtMember("QIODevice::errorString")]
    public string ErrorString { get; private protected set; } = UnknownError;

    /// <summary>Bytes that can be read now.</summary>
    [QtMember("QIODevice::bytesAvailable")]
    public long BytesAvailable => Input.Count - _transactionPosition;

    /// <summary>Bytes written and not yet passed on.</summary>
    [QtMember("QIODevice::bytesToWrite")]
    public virtual long BytesToWrite => Output.Count;

    /// <summary>True when a whole line can be read.</summary>
    [QtMember("QIODevice::canReadLine")]
    public bool CanReadLine => Input.IndexOf(LineFeed, _transactionPosition) >= 0;

    /// <summary>True when nothing can be read now, which for a socket does not mean that nothing will come.</summary>
    [QtMember("QIODevice::atEnd")]
    public bool AtEnd => !IsOpen || BytesAvailable == 0;

    /// <summary>Whether carriage returns are taken out of what is read; a device that is not open ignores it with a warning.</summary>
    [QtMember("QIODevice::isTextModeEnabled")]
    [QtMember("QIODevice::setTextModeEnabled")]
    public bool IsTextModeEnabled
    {
        get => (OpenMode & OpenMode.Text) != 0;
        set
        {
            if (!IsOpen)
                WarnOfMisuse($"{GetType().Name}.IsTextModeEnabled: the device is not open.");
            else
                OpenMode = value ? OpenMode | OpenMode.Text : OpenMode & ~OpenMode.Text;
        }
    }

    /// <summary>Always 0: a sequential device has no position.</summary>
    [QtMember("QIODevice::pos")]
    public long Pos => 0;

    /// <summary>The bytes that can be read now: a sequential device has no other size.</summary>
    [QtMember("QIODevice::size")]
    public long Size => BytesAvailable;

    private protected Strand Strand { get; }

    /// <summary>Bytes received and not yet read.</summary>
    private protected ByteQueue Input { get; } = new();

    /// <summary>Bytes written and not yet passed on.</summary>
    private protected ByteQueue Output { get; } = new();

    /// <summary>Whether bytes may still arrive: tells "nothing now" from "no more".</summary>
    private protected abstract bool MayReceiveMore { get; }

    /// <summary>Bytes left the input: there may be room again for what the network holds back.</summary>
    private protected abstract void InputConsumed();

    /// <summary>Closes the device.</summary>
    [QtMember("QIODevice::close")]
    public abstract void Close();

    /// <summary>
    /// Opens the device for reading, writing or both, which a socket does by itself when it connects. What an open device
    /// holds stays.
    /// </summary>
    /// <param name="mode">How to open it.</param>
    /// <returns>True.</returns>
    [QtMember("QIODevice::open")]
    public virtual bool Open(OpenMode mode)
    {
        if (!IsOpen)
        {
            CancelTransaction();
            Input.Clear();
            ErrorString = UnknownError;
        }
        OpenMode = mode;
        return true;
    }

    /// <summary>A sequential device cannot be positioned: false, with a warning.</summary>
    /// <param name="pos">Not used.</param>
    [QtMember("QIODevice::seek")]
    public bool Seek(long pos)
    {
        Warn($"{GetType().Name}.Seek: a sequential device cannot be positioned (to {pos}).");
        return false;
    }

    /// <summary>A sequential device cannot be positioned: false, with a warning.</summary>
    [QtMember("QIODevice::reset")]
    public bool Reset() => Seek(0);

    private protected void RaiseReadyRead()
    {
        _unheardBytes = !_readyRead.HasSubscribers;
        if (!_unheardBytes)
            Strand.Queue(_readyRead, new());
        if (_channelReadyRead.HasSubscribers)
            Strand.Queue(_channelReadyRead, new(0));
    }

    // Bytes may come between two lines of a caller that has just been handed a socket.
    private void TellUnheardBytes()
    {
        if (_unheardBytes && BytesAvailable > 0)
            RaiseReadyRead();
        else
            _unheardBytes = false;
    }

    /// <summary>A listener wants to know before the device closes.</summary>
    private protected bool IsCloseHeard => _aboutToClose.HasSubscribers;

    private protected void RaiseAboutToClose() => Strand.Queue(_aboutToClose, new());

    private protected void RaiseReadChannelFinished() => Strand.Queue(_readChannelFinished, new());

    /// <summary>Whose warnings these are.</summary>
    private protected virtual object WarningSender => this;

    /// <summary>The peer, or the network, has ended what was begun: the caller may not have been able to know it.</summary>
    private protected virtual bool WasEndedByPeer => false;

    private protected void Warn(string message) => QtLog.Warn(WarningSender, message);

    /// <summary>Warns of a call that the device's state does not allow, unless that may be the peer's doing.</summary>
    internal void WarnOfMisuse(string message)
    {
        if (!WasEndedByPeer)
            Warn(message);
    }

    private protected bool CheckOpen(OpenMode needed, string operation)
    {
        if (!IsOpen)
        {
            WarnOfMisuse($"{GetType().Name}.{operation}: the device is not open.");
            return false;
        }
        if (!OpenMode.HasFlag(needed))
        {
            Warn($"{GetType().Name}.{operation}: the device is open {(needed == OpenMode.ReadOnly ? "for writing" : "for reading")} only.");
            return false;
        }
        return true;
    }
}
