namespace QSslCore;

/// <summary>What can be read of a device now, for values that Qt reads from devices.</summary>
internal static class DeviceBytes
{
    /// <returns>Null, after a warning, when there is no device or it is not open for reading.</returns>
    public static byte[]? Of(QIODevice? device)
    {
        if (device is { IsReadable: true })
            return device.ReadAll();
        if (device is null)
            QtLog.Warn("There is no device to read from.");
        else
            device.WarnOfMisuse("The device is not open for reading.");
        return null;
    }
}
