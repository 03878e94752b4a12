using System.Security.Cryptography;
using System.Text;
using DeepStack.Sim.Engine.Steps;

namespace DeepStack.Sim.Engine.Sampled;

/// <summary>A file of simulated parts of one machine, model, plan and program version.</summary>
/// <remarks>
/// The head says the format, the fingerprint, the program and the subject; then comes the hash of the rest. A file that is damaged, cut or
/// foreign is left aside with a warning and never trusted. Writing merges with what is there and replaces the file in one step, so that
/// concurrent runs lose at most time.
/// </remarks>
internal sealed class MemoFile
{
    public const string Extension = ".memo";
    private static int _temporaries;

    private readonly string _path;
    private readonly MemoHead _head;
    private readonly Action<string> _warn;

    /// <param name="folder">Where memo files lie.</param>
    /// <param name="head">What the parts belong to.</param>
    /// <param name="warn">Told, in one sentence, when a file cannot be used.</param>
    public MemoFile(string folder, MemoHead head, Action<string> warn)
    {
        _path = Path.Combine(folder, head.Fingerprint[..32] + Extension);
        _head = head;
        _warn = warn;
    }

    /// <summary>What the file holds; nothing if it is not there or not usable.</summary>
    public IReadOnlyDictionary<PartKey, PartSample[]> Load()
    {
        if (!File.Exists(_path)) return new Dictionary<PartKey, PartSample[]>();
        try
        {
            (MemoHead head, Dictionary<PartKey, PartSample[]> parts) = Read(_path);
            return head.Fingerprint == _head.Fingerprint ? parts : throw new InvalidDataException("it belongs to another version, machine, model or plan.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            _warn($"The memo {_path} cannot be used and is left aside: {e.Message}");
            return new Dictionary<PartKey, PartSample[]>();
        }
    }

    /// <summary>Adds parts to the file.</summary>
    public void Save(IReadOnlyDictionary<PartKey, PartSample[]> added)
    {
        var all = new SortedDictionary<PartKey, PartSample[]>();
        foreach ((PartKey key, PartSample[] samples) in Load()) all[key] = samples;
        foreach ((PartKey key, PartSample[] samples) in added) all[key] = samples;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            string temporary = $"{_path}.{Environment.ProcessId}.{Interlocked.Increment(ref _temporaries)}.tmp";
            using (var writer = new BinaryWriter(File.Create(temporary), Encoding.UTF8)) Write(writer, all);
            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _warn($"The memo {_path} could not be written, later runs will simulate again: {e.Message}");
        }
    }

    /// <summary>Reads any memo file.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or no memo file.</exception>
    public static (MemoHead Head, Dictionary<PartKey, PartSample[]> Parts) Read(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        try
        {
            using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
            MemoHead head = MemoHead.Read(reader);
            byte[] hash = reader.ReadBytes(SHA256.HashSizeInBytes);
            if (!hash.AsSpan().SequenceEqual(SHA256.HashData(content.AsSpan((int)reader.BaseStream.Position)))) throw new InvalidDataException("it is damaged.");
            return (head, ReadParts(reader));
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("it is damaged.", e);
        }
    }

    private static Dictionary<PartKey, PartSample[]> ReadParts(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        var parts = new Dictionary<PartKey, PartSample[]>();
        for (int i = 0; i < count; i++)
        {
            var key = new PartKey((PartKind)reader.ReadByte(), reader.ReadInt64(), reader.ReadInt64());
            var samples = new PartSample[reader.ReadUInt16()];
            for (int j = 0; j < samples.Length; j++) samples[j] = ReadSample(reader);
            parts[key] = samples;
        }
        return parts;
    }

    private void Write(BinaryWriter writer, SortedDictionary<PartKey, PartSample[]> parts)
    {
        using var stream = new MemoryStream();
        using (var body = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true)) WriteParts(body, parts);
        byte[] content = stream.ToArray();
        _head.Write(writer);
        writer.Write(SHA256.HashData(content));
        writer.Write(content);
    }

    private static void WriteParts(BinaryWriter writer, SortedDictionary<PartKey, PartSample[]> parts)
    {
        writer.Write(parts.Count);
        foreach ((PartKey key, PartSample[] samples) in parts)
        {
            writer.Write((byte)key.Kind);
            writer.Write(key.First);
            writer.Write(key.Second);
            writer.Write((ushort)samples.Length);
            foreach (PartSample sample in samples) WriteSample(writer, sample);
        }
    }

    private static PartSample ReadSample(BinaryReader reader) => new(ReadNumbers(reader), ReadNumbers(reader), reader.ReadString());

    private static OperatorSample ReadNumbers(BinaryReader reader) =>
        new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), ReadEvents(reader));

    private static OperatorEvents ReadEvents(BinaryReader reader) =>
        new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());

    private static void WriteSample(BinaryWriter writer, in PartSample sample)
    {
        WriteNumbers(writer, sample.Numbers);
        WriteNumbers(writer, sample.Predicted);
        writer.Write(sample.Tiling);
    }

    private static void WriteNumbers(BinaryWriter writer, in OperatorSample numbers)
    {
        writer.Write(numbers.ElapsedPs);
        writer.Write(numbers.HiddenPs);
        writer.Write(numbers.ComputeBusyPs);
        writer.Write(numbers.MemoryBytes);
        writer.Write(numbers.SharedBytes);
        writer.Write(numbers.NetworkBytes);
        writer.Write(numbers.PackageBytes);
        writer.Write(numbers.Work);
        WriteEvents(writer, numbers.Events);
    }

    private static void WriteEvents(BinaryWriter writer, in OperatorEvents events)
    {
        writer.Write(events.Activations);
        writer.Write(events.ReadBytes);
        writer.Write(events.WrittenBytes);
        writer.Write(events.MatrixWork);
        writer.Write(events.VectorWork);
        writer.Write(events.LinkBytes);
        writer.Write(events.PackageLinkBytes);
    }
}
