using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Pim;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack dram gemv</c>: a matrix in memory times a vector, by units in memory.</summary>
internal static class DramGemvCommand
{
    public static Command Create()
    {
        var units = new Option<string>("--pim") { Description = "Units in memory: a preset such as l3-dimm-bank, or a .yaml file", DefaultValueFactory = _ => "l3-dimm-bank" };
        var matrix = new Option<string>("--matrix") { Description = "Bytes of the matrix over all ranks", DefaultValueFactory = _ => "1GiB" };
        var input = new Option<string>("--input") { Description = "Bytes of the vector that every rank takes", DefaultValueFactory = _ => "8KiB" };
        var result = new Option<string>("--result") { Description = "Bytes that every rank gives back", DefaultValueFactory = _ => "8KiB" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("gemv", "A matrix in memory times a vector, by units beside banks or at ranks: time, bandwidth, commands." +
            "\n\nExamples:\n  deepstack dram gemv --pim l3-dimm-bank --matrix 1GiB\n  deepstack dram gemv --pim l3-dimm-rank --matrix 256MiB --json")
        { units, matrix, input, result, json };
        command.SetAction(parse => Run(
            parse.GetValue(units)!,
            SizeOf("--matrix", parse.GetValue(matrix)!, least: 1),
            SizeOf("--input", parse.GetValue(input)!, least: 0),
            SizeOf("--result", parse.GetValue(result)!, least: 0),
            parse.GetValue(json)));
        return command;
    }

    private static int Run(string name, Bytes matrix, Bytes input, Bytes result, bool isJson)
    {
        PimSpec spec = PimSpec.FromPreset(name);
        if (matrix > spec.Capacity) throw new PresetException($"--matrix {matrix} does not fit into the {spec.Capacity} of {spec.Name}; give a smaller one.");
        PimResult product = PimProduct.Run(spec, matrix, input, result);
        Bandwidth bandwidth = Bandwidth.FromBytesPerSecond(matrix.Count / product.Time.Seconds);
        double share = bandwidth / spec.PeakBandwidth;
        PimCounts counts = product.Counts;
        if (isJson)
            Console.WriteLine(JsonText.Of(new JsonObject
            {
                ["pim"] = spec.Name,
                ["matrix_bytes"] = matrix.Count,
                ["time_ns"] = product.Time.Seconds * 1e9,
                ["bandwidth_g_bps"] = bandwidth.BytesPerSecond * 1e-9,
                ["utilisation_percent"] = 100 * share,
                ["counts"] = JsonOf(counts),
            }));
        else
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                {spec.Name}: {matrix} in {product.Time.Seconds * 1e6:F3} us over {spec.Ranks} ranks
                bandwidth     {bandwidth.BytesPerSecond * 1e-9:F1} GB/s, {100 * share:F1} % of the peak of all units
                commands      {counts.ColumnCommands} that multiply {counts.Accesses} accesses, {counts.Activations} rows opened, {counts.Precharges} precharges, {counts.Refreshes} refreshes
                over lines    {counts.Inputs} accesses of inputs, {counts.Results} of results
                """));
        return ExitCodes.Done;
    }

    private static JsonObject JsonOf(PimCounts counts) => new()
    {
        ["activations"] = counts.Activations,
        ["column_commands"] = counts.ColumnCommands,
        ["accesses"] = counts.Accesses,
        ["precharges"] = counts.Precharges,
        ["inputs"] = counts.Inputs,
        ["results"] = counts.Results,
        ["refreshes"] = counts.Refreshes,
    };

    private static Bytes SizeOf(string option, string text, long least) => Bytes.TryParse(text, CultureInfo.InvariantCulture, out Bytes size) && size.Count >= least ? size
        : throw new PresetException($"{option} \"{text}\" is no size of at least {least} B; write it like 64MiB.");
}
