namespace QSslCore;

/// <content>Reading on trial: what was read can be put back as if it had not been.</content>
public abstract partial class QIODevice
{
    /// <summary>How much of the input has been read on trial; 0 without a transaction.</summary>
    private long _transactionPosition;

    /// <summary>True while a transaction is under way.</summary>
    [QtMember("QIODevice::isTransactionStarted")]
    public bool IsTransactionStarted { get; private set; }

    /// <summary>
    /// Begins to read on trial: bytes that are read stay in the buffer until <see cref="CommitTransaction"/>, and come again
    /// after <see cref="RollbackTransaction"/>. One at a time; closing the device, a new connection and the start of a
    /// handshake cancel it.
    /// </summary>
    [QtMember("QIODevice::startTransaction")]
    public void StartTransaction()
    {
        if (IsTransactionStarted)
            Warn($"{GetType().Name}.StartTransaction: a transaction is under way already.");
        else
            IsTransactionStarted = true;
    }

    /// <summary>Ends a transaction and drops what was read in it.</summary>
    [QtMember("QIODevice::commitTransaction")]
    public void CommitTransaction()
    {
        if (!CheckTransaction(nameof(CommitTransaction)))
            return;
        long read = _transactionPosition;
        CancelTransaction();
        Advance(read);
    }

    /// <summary>Ends a transaction; what was read in it can be read again.</summary>
    [QtMember("QIODevice::rollbackTransaction")]
    public void RollbackTransaction()
    {
        if (CheckTransaction(nameof(RollbackTransaction)))
            CancelTransaction();
    }

    private protected void CancelTransaction()
    {
        IsTransactionStarted = false;
        _transactionPosition = 0;
    }

    /// <summary>Bytes have been read: they are gone, or, in a transaction, behind its position.</summary>
    private void Advance(long bytes)
    {
        if (IsTransactionStarted)
            _transactionPosition += bytes;
        else if (Input.Consume(bytes) > 0)
            InputConsumed();
    }

    private bool CheckTransaction(string operation)
    {
        if (IsTransactionStarted)
            return true;
        Warn($"{GetType().Name}.{operation}: no transaction is under way.");
        return false;
    }

    /// <summary>How far reading has come; it changes with every byte that is read or put back.</summary>
    internal long ReadPosition => Input.TotalAppended - Input.Count + _transactionPosition;

    /// <summary>Copies what would be read after that many bytes, as far as it fits, without taking it.</summary>
    internal int PeekAt(long offset, Span<byte> destination)
    {
        if (!IsTextModeEnabled)
            return Input.Peek(destination, _transactionPosition + offset);
        // What is taken out before the offset is only known by going there.
        ReadOnlySpan<byte> all = Peek(offset + destination.Length);
        all = all[(int)Math.Min(offset, all.Length)..];
        all.CopyTo(destination);
        return all.Length;
    }
}
