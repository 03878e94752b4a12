using Google.Protobuf;

namespace DeepStack.Sim.Results.TimingTraces;

/// <summary>Takes frames from a stream one by one and keeps what is there of one that was cut.</summary>
internal sealed class TraceFrameReader
{
    private const int LargestFrame = 256 * 1024 * 1024;

    private readonly Stream _stream;
    private byte[] _buffer = new byte[TraceBlockBuilder.TargetSize];

    /// <exception cref="ResultFormatException">It is no timing trace, or of another version.</exception>
    public TraceFrameReader(Stream stream, string name)
    {
        _stream = stream;
        Span<byte> mark = stackalloc byte[TimingTraceWriter.FileMark.Length];
        Position = stream.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        if (!TimingTraceWriter.FileMark.StartsWith(mark[..(int)Position])) throw new ResultFormatException($"{name}: this is no timing trace; give a file written by a run, named {ResultFiles.TimingTrace}.");
        if (Next() is not { ContentCase: Wire.TraceFrame.ContentOneofCase.Format } format) return;
        Version = (int)format.Format.Version;
        if (Version is < TimingTraceWriter.OldestVersion or > TimingTraceWriter.FormatVersion)
            throw new ResultFormatException($"{name}: the timing trace has format version {format.Format.Version}, written by version {format.Format.ProgramVersion} of the program; this program reads versions {TimingTraceWriter.OldestVersion} to {TimingTraceWriter.FormatVersion}. Read it with that version, or run again.");
    }

    /// <summary>The version of the format; 0 where the trace is cut before it.</summary>
    public int Version { get; }

    /// <summary>Bytes read.</summary>
    public long Position { get; private set; }

    /// <summary>Where the last frame began.</summary>
    public long FrameOffset { get; private set; }

    /// <summary>What is there of a frame that was cut; null if none was.</summary>
    public ReadOnlyMemory<byte>? Partial { get; private set; }

    /// <summary>The next frame; null at the end, at a cut or where the bytes make no sense.</summary>
    public Wire.TraceFrame? Next()
    {
        FrameOffset = Position;
        if (ReadSize() is not { } size) return null;
        if (_buffer.Length < size) _buffer = new byte[size];
        int read = _stream.ReadAtLeast(_buffer.AsSpan(0, size), size, throwOnEndOfStream: false);
        Position += read;
        if (read < size)
        {
            Partial = _buffer.AsMemory(0, read);
            return null;
        }
        try
        {
            return Wire.TraceFrame.Parser.ParseFrom(_buffer, 0, size);
        }
        catch (InvalidProtocolBufferException)
        {
            Position = FrameOffset;
            return null;
        }
    }

    /// <summary>Reads what stands behind the index.</summary>
    /// <returns>Bytes that are there, at most one more than there should be.</returns>
    public int ReadFooter()
    {
        Span<byte> footer = stackalloc byte[TraceIndexReader.FooterSize + 1];
        int read = _stream.ReadAtLeast(footer, footer.Length, throwOnEndOfStream: false);
        Position += Math.Min(read, TraceIndexReader.FooterSize);
        return read;
    }

    private int? ReadSize()
    {
        long size = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            int next = _stream.ReadByte();
            if (next < 0) return null;
            Position++;
            size |= (long)(next & 0x7F) << shift;
            if (next < 0x80) return size <= LargestFrame ? (int)size : null;
        }
        return null;
    }
}
