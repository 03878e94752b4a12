using System.Text;
using DeepStack.Sim.Engine.Steps;

namespace DeepStack.Sim.Engine.Sampled;

/// <summary>A file of simulated parts of one machine, model, plan and program version.</summary>
/// <remarks>
/// The fingerprint stands in the file's name and in its head; a file that is damaged, cut or foreign is left aside with a warning and
/// never trusted. Writing merges with what is there and replaces the file in one step, so that concurrent runs lose at most time.
/// </remarks>
internal sealed class MemoFile
{
    private const string Magic = "deepstack-memo-2";

    private readonly string _path;
    private readonly string _fingerprint;
    private readonly Action<string> _warn;

    /// <param name="folder">Where memo files lie.</param>
    /// <param name="fingerprint">A hash of everything that the parts depend on.</param>
    /// <param name="warn">Told, in one sentence, when a file cannot be used.</param>
    public MemoFile(string folder, string fingerprint, Action<string> warn)
    {
        _path = Path.Combine(folder, fingerprint[..32] + ".memo");
        _fingerprint = fingerprint;
        _warn = warn;
    }

    /// <summary>What the file holds; nothing if it is not there or not usable.</summary>
    public IReadOnlyDictionary<PartKey, PartSample[]> Load()
    {
        if (!File.Exists(_path)) return new Dictionary<PartKey, PartSample[]>();
        try
        {
            using var reader = new BinaryReader(File.OpenRead(_path), Encoding.UTF8);
            return Read(reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or FormatException)
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
            string temporary = $"{_path}.{Environment.ProcessId}.tmp";
            using (var writer = new BinaryWriter(File.Create(temporary), Encoding.UTF8)) Write(writer, all);
            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _warn($"The memo {_path} could not be written, later runs will simulate again: {e.Message}");
        }
    }

    private Dictionary<PartKey, PartSample[]> Read(BinaryReader reader)
    {
        if (reader.ReadString() != Magic || reader.ReadString() != _fingerprint) throw new InvalidDataException("it belongs to another version, machine or model.");
        int count = reader.ReadInt32();
        var parts = new Dictionary<PartKey, PartSample[]>();
        for (int i = 0; i < count; i++)
        {
            var key = new PartKey((PartKind)reader.ReadByte(), reader.ReadInt64(), reader.ReadInt64());
            var samples = new PartSample[reader.ReadUInt16()];
            for (int j = 0; j < samples.Length; j++) samples[j] = ReadSample(reader);
            parts[key] = samples;
        }
        if (reader.ReadString() != Magic) throw new InvalidDataException("it does not end as it should.");
        return parts;
    }

    private void Write(BinaryWriter writer, SortedDictionary<PartKey, PartSample[]> parts)
    {
        writer.Write(Magic);
        writer.Write(_fingerprint);
        writer.Write(parts.Count);
        foreach ((PartKey key, PartSample[] samples) in parts)
        {
            writer.Write((byte)key.Kind);
            writer.Write(key.First);
            writer.Write(key.Second);
            writer.Write((ushort)samples.Length);
            foreach (PartSample sample in samples) WriteSample(writer, sample);
        }
        writer.Write(Magic);
    }

    private static PartSample ReadSample(BinaryReader reader) => new(
        new OperatorSample(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), ReadEvents(reader)),
        reader.ReadString());

    private static OperatorEvents ReadEvents(BinaryReader reader) =>
        new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());

    private static void WriteSample(BinaryWriter writer, PartSample sample)
    {
        OperatorSample numbers = sample.Numbers;
        writer.Write(numbers.ElapsedPs);
        writer.Write(numbers.ComputeBusyPs);
        writer.Write(numbers.MemoryBytes);
        writer.Write(numbers.SharedBytes);
        writer.Write(numbers.NetworkBytes);
        writer.Write(numbers.Work);
        WriteEvents(writer, numbers.Events);
        writer.Write(sample.Tiling);
    }

    private static void WriteEvents(BinaryWriter writer, in OperatorEvents events)
    {
        writer.Write(events.Activations);
        writer.Write(events.ReadBytes);
        writer.Write(events.WrittenBytes);
        writer.Write(events.MatrixWork);
        writer.Write(events.VectorWork);
        writer.Write(events.LinkBytes);
    }
}
