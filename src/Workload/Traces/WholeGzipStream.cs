using System.IO.Compression;

namespace DeepStack.Sim.Workload.Traces;

/// <summary>Decompresses gzip and notices a file that was cut short, which the framework's stream takes for a regular end.</summary>
/// <remarks>
/// A last member of our own follows the file's bytes. Only if everything before it is complete does its text come out at the very end,
/// where it is taken off again.
/// </remarks>
internal sealed class WholeGzipStream(Stream compressed) : Stream
{
    private static readonly byte[] EndMark = "\u0004 end of trace \u0004"u8.ToArray();
    private static readonly byte[] EndMember = Compress(EndMark);

    private readonly GZipStream _inner = new(new FollowedBy(compressed, EndMember), CompressionMode.Decompress);
    private readonly byte[] _buffer = new byte[1 << 15];
    private int _filled;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidDataException">The data is damaged, cut short, or followed by something else.</exception>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="InvalidDataException">The data is damaged, cut short, or followed by something else.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!_ended && _filled <= EndMark.Length) Fill();
        int give = Math.Min(buffer.Length, _filled - (_ended ? 0 : EndMark.Length));
        _buffer.AsSpan(0, give).CopyTo(buffer);
        _filled -= give;
        _buffer.AsSpan(give, _filled).CopyTo(_buffer);
        return give;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        int read = _inner.Read(_buffer.AsSpan(_filled));
        _filled += read;
        if (read > 0) return;
        _ended = true;
        if (!_buffer.AsSpan(0, _filled).EndsWith(EndMark)) throw new InvalidDataException("The compressed data ends too early.");
        _filled -= EndMark.Length;
    }

    private static byte[] Compress(byte[] data)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal)) gzip.Write(data);
        return memory.ToArray();
    }

    /// <summary>A stream's bytes, then some more.</summary>
    private sealed class FollowedBy(Stream first, byte[] last) : Stream
    {
        private int _given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read = _given == 0 ? first.Read(buffer) : 0;
            if (read > 0) return read;
            int give = Math.Min(buffer.Length, last.Length - _given);
            last.AsSpan(_given, give).CopyTo(buffer);
            _given += give;
            return give;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) first.Dispose();
            base.Dispose(disposing);
        }
    }
}
