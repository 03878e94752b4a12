namespace DeepStack.Sim.Workload.Traces;

/// <summary>A file format that request traces come in.</summary>
internal interface ITraceFormat
{
    /// <summary>The name to show, such as "azure-csv".</summary>
    string Name { get; }

    /// <summary>What the format looks like, for the message about an unknown one.</summary>
    string Looks { get; }

    /// <summary>Whether a file is of this format.</summary>
    /// <param name="sample">Its beginning.</param>
    bool Matches(TraceSample sample);

    /// <summary>Reads a file.</summary>
    /// <param name="text">The file, at its beginning.</param>
    /// <param name="builder">Takes requests and faults.</param>
    /// <returns>What <paramref name="builder"/> made of it.</returns>
    RequestTrace Read(TraceText text, TraceBuilder builder);
}
