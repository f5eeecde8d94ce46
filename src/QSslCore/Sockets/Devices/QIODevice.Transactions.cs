namespace QSslCore;

// Transactions: data that was read can be put back.
public abstract partial class QIODevice
{
    /// <summary>The number of input bytes that were read in the transaction, or 0 without a transaction.</summary>
    private long _transactionPosition;

    /// <summary>True during a transaction.</summary>
    [QtMember("QIODevice::isTransactionStarted")]
    public bool IsTransactionStarted { get; private set; }

    /// <summary>
    /// Starts a transaction. Data that is read stays in the buffer until <see cref="CommitTransaction"/>, and can be read again after
    /// <see cref="RollbackTransaction"/>. Only one transaction can be active at a time. Closing the device, a new connection, and the start
    /// of a handshake cancel it.
    /// </summary>
    [QtMember("QIODevice::startTransaction")]
    public void StartTransaction()
    {
        if (IsTransactionStarted)
            Warn($"{GetType().Name}.StartTransaction: a transaction is already active.");
        else
            IsTransactionStarted = true;
    }

    /// <summary>Ends a transaction and discards the data that was read in it.</summary>
    [QtMember("QIODevice::commitTransaction")]
    public void CommitTransaction()
    {
        if (!CheckTransaction(nameof(CommitTransaction)))
            return;
        long read = _transactionPosition;
        CancelTransaction();
        Advance(read);
    }

    /// <summary>Ends a transaction. The data that was read in it can be read again.</summary>
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

    /// <summary>Bytes have been read. They are removed, or the position of the transaction advances.</summary>
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
        Warn($"{GetType().Name}.{operation}: no transaction is active.");
        return false;
    }

    /// <summary>The read position. It changes with every byte that is read or put back.</summary>
    internal long ReadPosition => Input.TotalAppended - Input.Count + _transactionPosition;

    /// <summary>Copies the data after this number of bytes that fits into the buffer, without removing it.</summary>
    internal int PeekAt(long offset, Span<byte> destination)
    {
        if (!IsTextModeEnabled)
            return Input.Peek(destination, _transactionPosition + offset);
        // In text mode, the number of removed bytes before the offset is known only after reading up to it.
        ReadOnlySpan<byte> all = Peek(offset + destination.Length);
        all = all[(int)Math.Min(offset, all.Length)..];
        all.CopyTo(destination);
        return all.Length;
    }
}
