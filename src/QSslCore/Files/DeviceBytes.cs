namespace QSslCore;

/// <summary>Reads the data that is available from a device, for values that Qt reads from devices.</summary>
internal static class DeviceBytes
{
    /// <returns>The data, or null after a warning if there is no device or it is not open for reading.</returns>
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
