using System.Text;
using System.Text.Json;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Reports;

namespace DeepStack.Sim.Results.Files;

/// <summary>Writes a step for programs; amounts and times are those of one device, energies those of all.</summary>
public static class StepJson
{
    /// <summary>The text, indented.</summary>
    public static string Of(StepSheet sheet)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true })) Write(json, sheet);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, StepSheet sheet)
    {
        json.WriteStartObject();
        json.WriteString("platform", sheet.Header.Platform);
        if (sheet.Header.Model.Length > 0) json.WriteString("model", sheet.Header.Model);
        json.WriteString("plan", sheet.Header.Plan);
        json.WriteString("fidelity", sheet.Header.Fidelity);
        json.WriteNumber("elapsed_ps", sheet.Timed.Elapsed.Picoseconds);
        json.WriteString("origin", Words.Of(sheet.Timed.Origin));
        json.WriteStartObject("bound_by_ps");
        foreach ((Bound bound, Duration time) in sheet.Bounds) json.WriteNumber(Words.Of(bound), time.Picoseconds);
        json.WriteEndObject();
        WriteUtilisation(json, sheet.Utilisation);
        json.WriteStartObject("levels");
        foreach ((string level, LevelUse use) in sheet.Levels) WriteUse(json, level, use);
        json.WriteEndObject();
        json.WriteNumber("exposed_communication_ps", sheet.ExposedCommunication.Picoseconds);
        json.WriteNumber("hidden_communication_ps", sheet.HiddenCommunication.Picoseconds);
        if (sheet.Energies.Count > 0) WriteEnergy(json, sheet);
        json.WriteStartArray("operators");
        foreach (OperatorRecord op in sheet.Operators) WriteOperator(json, sheet, op);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteUtilisation(Utf8JsonWriter json, Utilisation use)
    {
        json.WriteStartObject("utilisation");
        SummarySections.WriteIfKnown(json, "arithmetic", use.Arithmetic);
        SummarySections.WriteIfKnown(json, "dram_bandwidth", use.DramBandwidth);
        SummarySections.WriteIfKnown(json, "network_bandwidth", use.NetworkBandwidth);
        json.WriteEndObject();
    }

    private static void WriteUse(Utf8JsonWriter json, string level, LevelUse use)
    {
        json.WriteStartObject(level);
        json.WriteNumber("bytes", use.Amount.Count);
        json.WriteNumber("busy_ps", use.Busy.Picoseconds);
        json.WriteEndObject();
    }

    private static void WriteEnergy(Utf8JsonWriter json, StepSheet sheet)
    {
        json.WriteStartObject("energy_j");
        foreach ((string component, Energy spent) in sheet.Energies) json.WriteNumber(component, spent.Joules);
        json.WriteEndObject();
    }

    private static void WriteOperator(Utf8JsonWriter json, StepSheet sheet, in OperatorRecord op)
    {
        json.WriteStartObject();
        json.WriteString("name", sheet.NameOf(op.Name));
        json.WriteString("kind", Words.Of(op.Kind));
        json.WriteString("cut", sheet.NameOf(op.Mapping));
        json.WriteString("bound_by", Words.Of(op.BoundBy));
        json.WriteNumber("runs", op.Repeat);
        json.WriteNumber("offset_ps", op.Offset.Picoseconds);
        json.WriteNumber("elapsed_ps", op.Elapsed.Picoseconds);
        json.WriteNumber("matrix_busy_ps", op.MatrixBusy.Picoseconds);
        json.WriteNumber("vector_busy_ps", op.VectorBusy.Picoseconds);
        json.WriteNumber("arithmetic_flop", op.Arithmetic.Count);
        json.WriteNumber("banks_bytes", op.Banks.Amount.Count);
        json.WriteNumber("buffers_bytes", op.Buffers.Amount.Count);
        json.WriteNumber("package_bytes", op.Package.Amount.Count);
        json.WriteNumber("network_bytes", op.Network.Amount.Count);
        json.WriteNumber("exposed_communication_ps", op.ExposedCommunication.Picoseconds);
        json.WriteNumber("hidden_communication_ps", op.HiddenCommunication.Picoseconds);
        json.WriteEndObject();
    }
}
