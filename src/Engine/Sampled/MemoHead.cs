namespace DeepStack.Sim.Engine.Sampled;

/// <summary>What the parts of a memo file belong to.</summary>
/// <param name="Fingerprint">A hash of everything that the parts depend on.</param>
/// <param name="Program">The build of the program that simulated them.</param>
/// <param name="Subject">Machine, model and plan, for people.</param>
internal sealed record MemoHead(string Fingerprint, string Program, string Subject)
{
    private const string Magic = "deepstack-memo-6";

    /// <summary>Reads a head.</summary>
    /// <exception cref="InvalidDataException">No head of this format.</exception>
    public static MemoHead Read(BinaryReader reader) => reader.ReadString() == Magic
        ? new MemoHead(reader.ReadString(), reader.ReadString(), reader.ReadString())
        : throw new InvalidDataException("it is no memo of this format.");

    /// <summary>Writes the head.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Magic);
        writer.Write(Fingerprint);
        writer.Write(Program);
        writer.Write(Subject);
    }
}
