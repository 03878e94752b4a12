using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using Google.Protobuf;

namespace DeepStack.Sim.Results.TimingTraces;

/// <summary>Gathers records until they fill a block, then compresses it; all its memory is used again for the next block.</summary>
internal sealed class TraceBlockBuilder : IDisposable
{
    /// <summary>Bytes of uncompressed records after which a block is closed.</summary>
    public const int TargetSize = 128 * 1024;

    private const int CompressionQuality = 3, CompressionWindowBits = 18;

    private readonly MemoryStream _raw = new(2 * TargetSize);
    private readonly CodedOutputStream _coded;
    private byte[] _compressed = new byte[BrotliEncoder.GetMaxCompressedLength(2 * TargetSize)];
    private uint _records;
    private long _firstPs = long.MaxValue, _lastPs = long.MinValue;
    private bool _hasDefinitions;

    public TraceBlockBuilder() => _coded = new CodedOutputStream(_raw, 4096, leaveOpen: true);

    public bool IsEmpty => _records == 0;

    public bool IsFull => _coded.Position >= TargetSize;

    /// <summary>Adds a record with the instants it covers; a definition covers none.</summary>
    public void Add(Wire.TraceRecord record, long firstPs, long lastPs)
    {
        _coded.WriteMessage(record);
        _records++;
        _firstPs = Math.Min(_firstPs, firstPs);
        _lastPs = Math.Max(_lastPs, lastPs);
    }

    public void AddDefinition(Wire.TraceRecord record)
    {
        _coded.WriteMessage(record);
        _records++;
        _hasDefinitions = true;
    }

    /// <summary>Closes the block and begins the next one.</summary>
    public Wire.TraceFrame Close(out Wire.TraceIndex.Types.Entry entry)
    {
        _coded.Flush();
        ReadOnlySpan<byte> raw = _raw.GetBuffer().AsSpan(0, (int)_raw.Length);
        int room = BrotliEncoder.GetMaxCompressedLength(raw.Length);
        if (_compressed.Length < room) _compressed = new byte[room];
        bool fits = BrotliEncoder.TryCompress(raw, _compressed, out int written, CompressionQuality, CompressionWindowBits);
        ReadOnlyMemory<byte> payload = fits ? _compressed.AsMemory(0, written) : _raw.GetBuffer().AsMemory(0, raw.Length);
        var block = new Wire.TraceBlock
        {
            Codec = fits ? Wire.TraceBlock.Types.Codec.Brotli : Wire.TraceBlock.Types.Codec.None,
            RecordCount = _records,
            RawSizeBytes = (uint)raw.Length,
            RawCrc32C = Checksum(raw),
            Payload = UnsafeByteOperations.UnsafeWrap(payload),
        };
        entry = new Wire.TraceIndex.Types.Entry { RecordCount = _records, FirstPs = _firstPs, LastPs = _lastPs, HasDefinitions = _hasDefinitions };
        _raw.SetLength(0);
        _records = 0;
        (_firstPs, _lastPs, _hasDefinitions) = (long.MaxValue, long.MinValue, false);
        return new Wire.TraceFrame { Block = block };
    }

    /// <summary>CRC-32C of the bytes.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte b in bytes) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    public void Dispose()
    {
        _coded.Dispose();
        _raw.Dispose();
    }
}
