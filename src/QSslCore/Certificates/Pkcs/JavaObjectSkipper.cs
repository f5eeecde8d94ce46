namespace QSslCore;

/// <summary>
/// Finds the end of a serialized Java object, because nothing in a key store says how long a sealed secret key is. It follows the grammar
/// of Java's Object Serialization Specification as far as sealed keys need it. It creates nothing of what the object describes.
/// </summary>
internal static class JavaObjectSkipper
{
    /// <summary>A sealed key has a depth of three.</summary>
    private const int MaxDepth = 16;

    private const byte Null = 0x70, Reference = 0x71, ClassDescription = 0x72, Object = 0x73, String = 0x74, Array = 0x75, EndBlock = 0x78;

    private const uint FirstHandle = 0x7E0000;

    /// <summary>The flag of a class whose fields are all that its objects write.</summary>
    private const byte IsPlainlySerializable = 2;

    private sealed record Description(string Name)
    {
        public string FieldTypes { get; set; } = "";
        public Description? Super { get; set; }
    }

    /// <param name="reader">The reader, at the header of the object stream. It ends behind the object.</param>
    /// <exception cref="InvalidDataException">The stream is damaged, or it has what no sealed key has.</exception>
    public static void Skip(ref JavaDataReader reader)
    {
        const uint MagicAndVersion = 0xACED0005;
        if (reader.ReadUInt32() != MagicAndVersion)
            throw Unexpected();
        SkipContent(ref reader, [], 0);
    }

    private static void SkipContent(ref JavaDataReader reader, List<Description?> handles, int depth)
    {
        byte kind = depth < MaxDepth ? reader.ReadByte() : throw Unexpected();
        switch (kind)
        {
            case Null:
                break;
            case Reference:
                Referenced(ref reader, handles);
                break;
            case String:
                handles.Add(null);
                reader.ReadText();
                break;
            case Object:
                Description? type = ReadDescription(ref reader, handles, depth + 1) ?? throw Unexpected();
                handles.Add(null);
                SkipFields(ref reader, handles, type, depth + 1);
                break;
            case Array:
                Description array = ReadDescription(ref reader, handles, depth + 1) ?? throw Unexpected();
                handles.Add(null);
                // Keys and parameters are arrays of bytes.
                reader.ReadBytes(array.Name == "[B" ? reader.ReadUInt32() : throw Unexpected());
                break;
            default:
                throw Unexpected();
        }
    }

    private static void SkipFields(ref JavaDataReader reader, List<Description?> handles, Description type, int depth)
    {
        // A description may name itself as its superclass, by a reference.
        Stack<Description> classes = [];
        for (Description? each = type; each is not null; each = each.Super)
        {
            if (classes.Count == MaxDepth)
                throw Unexpected();
            classes.Push(each);
        }
        foreach (char field in classes.SelectMany(each => each.FieldTypes))
        {
            if (field is '[' or 'L')
                SkipContent(ref reader, handles, depth);
            else
                reader.ReadBytes(SizeOf(field));
        }
    }

    private static Description? ReadDescription(ref JavaDataReader reader, List<Description?> handles, int depth)
    {
        byte kind = depth < MaxDepth ? reader.ReadByte() : throw Unexpected();
        if (kind is Null)
            return null;
        if (kind is Reference)
            return Referenced(ref reader, handles) ?? throw Unexpected();
        if (kind is not ClassDescription)
            throw Unexpected();
        Description description = new(reader.ReadText());
        const uint VersionLength = 8;
        reader.ReadBytes(VersionLength);
        handles.Add(description);
        if (reader.ReadByte() != IsPlainlySerializable)
            throw Unexpected();
        char[] types = new char[reader.ReadUInt16()];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = (char)reader.ReadByte();
            // The name of the field, and for an object or an array, that of its type.
            reader.ReadText();
            if (types[i] is '[' or 'L')
                SkipContent(ref reader, handles, depth + 1);
        }
        description.FieldTypes = new(types);
        if (reader.ReadByte() != EndBlock)
            throw Unexpected();
        description.Super = ReadDescription(ref reader, handles, depth + 1);
        return description;
    }

    private static Description? Referenced(ref JavaDataReader reader, List<Description?> handles)
    {
        uint index = reader.ReadUInt32() - FirstHandle;
        return index < handles.Count ? handles[(int)index] : throw Unexpected();
    }

    private static uint SizeOf(char field) => field switch
    {
        'B' or 'Z' => 1,
        'C' or 'S' => 2,
        'I' or 'F' => 4,
        'J' or 'D' => 8,
        _ => throw Unexpected(),
    };

    private static InvalidDataException Unexpected() => new("it has an entry that is not a sealed key as Java writes it");
}
