using System.Buffers.Binary;
using Google.Protobuf;

namespace DeepStack.Sim.Results.TimingTraces;

/// <summary>Finds the index at the end of a timing trace.</summary>
internal static class TraceIndexReader
{
    /// <summary>Bytes behind the index.</summary>
    public const int FooterSize = 16;

    /// <exception cref="ResultFormatException">It is no timing trace, of another version, or has no index because it was cut.</exception>
    public static (Wire.TraceIndex Index, int Version) Read(Stream stream, string name)
    {
        int version = new TraceFrameReader(stream, name).Version;
        Span<byte> footer = stackalloc byte[FooterSize];
        stream.Position = Math.Max(0, stream.Length - FooterSize);
        stream.ReadAtLeast(footer, FooterSize, throwOnEndOfStream: false);
        long at = BinaryPrimitives.ReadInt64LittleEndian(footer);
        if (!footer[8..].SequenceEqual(TimingTraceWriter.IndexMark) || at < 0 || at >= stream.Length) throw Missing(name);
        stream.Position = at;
        try
        {
            return (Wire.TraceFrame.Parser.ParseDelimitedFrom(stream).Index ?? throw Missing(name), version);
        }
        catch (InvalidProtocolBufferException)
        {
            throw Missing(name);
        }
    }

    private static ResultFormatException Missing(string name) =>
        new($"{name}: the timing trace has no index, because it was cut or damaged; read it without a window.");
}
