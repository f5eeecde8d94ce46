using QSslCore.Sockets;

namespace QSslCore;

/// <summary>A device for reading and writing bytes, with a read buffer.</summary>
/// <remarks>
/// The device is always sequential, such as a socket. Results follow Qt: -1 (or an empty result) and a warning (<see cref="QSslWarnings"/>)
/// for a call that is not valid, 0 if no data is available now, and -1 if no more data can arrive.
/// </remarks>
public abstract partial class QIODevice
{
    private protected const string UnknownError = "Unknown error";

    private readonly Signal<SignalEventArgs> _readyRead;
    private readonly Signal<BytesWrittenEventArgs> _bytesWritten;
    private readonly Signal<SignalEventArgs> _aboutToClose;
    private readonly Signal<SignalEventArgs> _readChannelFinished;

    /// <summary>Data arrived while the event had no listener.</summary>
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

    /// <summary>New data can be read. The event is raised once per read pass. If unreported data is available when a listener subscribes,
    /// the listener is called for it.</summary>
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

    /// <summary>Payload was written. A plain socket has passed it to the system, and a TLS socket has encrypted it.</summary>
    [QtMember("QIODevice::bytesWritten")]
    public event EventHandler<BytesWrittenEventArgs> BytesWritten
    {
        add => _bytesWritten.Add(value);
        remove => _bytesWritten.Remove(value);
    }

    /// <summary>The device is about to close. Data that a handler writes is still sent. After an abort, the device is already
    /// closed.</summary>
    [QtMember("QIODevice::aboutToClose")]
    public event EventHandler<SignalEventArgs> AboutToClose
    {
        add => _aboutToClose.Add(value);
        remove => _aboutToClose.Remove(value);
    }

    /// <summary>No more data will arrive. Received data remains readable.</summary>
    [QtMember("QIODevice::readChannelFinished")]
    public event EventHandler<SignalEventArgs> ReadChannelFinished
    {
        add => _readChannelFinished.Add(value);
        remove => _readChannelFinished.Remove(value);
    }

    /// <summary>The mode in which the device is open.</summary>
    [QtMember("QIODevice::openMode")]
    public OpenMode OpenMode { get; private protected set; }

    /// <summary>True while the device is open.</summary>
    [QtMember("QIODevice::isOpen")]
    public bool IsOpen => OpenMode != OpenMode.NotOpen;

    /// <summary>True if the device is open for reading.</summary>
    [QtMember("QIODevice::isReadable")]
    public bool IsReadable => OpenMode.HasFlag(OpenMode.ReadOnly);

    /// <summary>True if the device is open for writing.</summary>
    [QtMember("QIODevice::isWritable")]
    public bool IsWritable => OpenMode.HasFlag(OpenMode.WriteOnly);

    /// <summary>Always true, because bytes arrive once and in order.</summary>
    [QtMember("QIODevice::isSequential")]
    public bool IsSequential => true;

    /// <summary>The description of the last error, or "Unknown error" if there was none.</summary>
    [QtMember("QIODevice::errorString")]
    public string ErrorString { get; private protected set; } = UnknownError;

    /// <summary>The number of bytes that can be read now.</summary>
    [QtMember("QIODevice::bytesAvailable")]
    public long BytesAvailable => Input.Count - _transactionPosition;

    /// <summary>The bytes that are written but not passed on yet.</summary>
    [QtMember("QIODevice::bytesToWrite")]
    public virtual long BytesToWrite => Output.Count;

    /// <summary>True if a complete line can be read.</summary>
    [QtMember("QIODevice::canReadLine")]
    public bool CanReadLine => Input.IndexOf(LineFeed, _transactionPosition) >= 0;

    /// <summary>True if no data can be read now. For a socket, more data can still arrive.</summary>
    [QtMember("QIODevice::atEnd")]
    public bool AtEnd => !IsOpen || BytesAvailable == 0;

    /// <summary>Whether carriage returns are removed from the data that is read. If the device is not open, the setter writes a warning and
    /// changes nothing.</summary>
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

    /// <summary>Always 0, because a sequential device has no position.</summary>
    [QtMember("QIODevice::pos")]
    public long Pos => 0;

    /// <summary>The number of bytes that can be read now. A sequential device has no other size.</summary>
    [QtMember("QIODevice::size")]
    public long Size => BytesAvailable;

    private protected Strand Strand { get; }

    /// <summary>The bytes that are received but not read yet.</summary>
    private protected ByteQueue Input { get; } = new();

    /// <summary>The bytes that are written but not passed on yet.</summary>
    private protected ByteQueue Output { get; } = new();

    /// <summary>Whether more bytes can arrive. It distinguishes "no data now" from "no more data".</summary>
    private protected abstract bool MayReceiveMore { get; }

    /// <summary>Bytes were removed from the input, so there may be room for data that the network holds back.</summary>
    private protected abstract void InputConsumed();

    /// <summary>Closes the device.</summary>
    [QtMember("QIODevice::close")]
    public abstract void Close();

    /// <summary>
    /// Opens the device for reading, writing, or both. A socket opens itself when it connects. If the device is already open, it keeps its
    /// data.
    /// </summary>
    /// <param name="mode">The mode to open the device in.</param>
    /// <returns>Always true.</returns>
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

    /// <summary>A sequential device has no position, so this call returns false and writes a warning.</summary>
    /// <param name="pos">Not used.</param>
    [QtMember("QIODevice::seek")]
    public bool Seek(long pos)
    {
        Warn($"{GetType().Name}.Seek: a sequential device cannot be positioned (to {pos}).");
        return false;
    }

    /// <summary>A sequential device has no position, so this call returns false and writes a warning.</summary>
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

    // Data may arrive between two statements of a caller that has just received the socket.
    private void TellUnheardBytes()
    {
        if (_unheardBytes && BytesAvailable > 0)
            RaiseReadyRead();
        else
            _unheardBytes = false;
    }

    /// <summary>True if a listener must be called before the device closes.</summary>
    private protected bool IsCloseHeard => _aboutToClose.HasSubscribers;

    private protected void RaiseAboutToClose() => Strand.Queue(_aboutToClose, new());

    private protected void RaiseReadChannelFinished() => Strand.Queue(_readChannelFinished, new());

    /// <summary>The source of the warnings.</summary>
    private protected virtual object WarningSender => this;

    /// <summary>True if the peer or the network has ended the operation, which the caller may not know.</summary>
    private protected virtual bool WasEndedByPeer => false;

    private protected void Warn(string message) => QtLog.Warn(WarningSender, message);

    /// <summary>Writes a warning about a call that the state of the device does not allow, unless the peer may be the cause.</summary>
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
