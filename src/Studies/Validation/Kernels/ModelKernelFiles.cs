using System.Text.RegularExpressions;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>Kernels behind measured runs of vLLM, in files "kernels_DEVICE_MODEL_tpN_layers.csv" and "..._attention.csv.gz"; nothing is fitted on them.</summary>
/// <remarks>Of attention, steps of prompts alone or of decodes alone are read; mixed ones are several kernels of ours. A model without preset is left out.</remarks>
internal static partial class ModelKernelFiles
{
    private static readonly string[] Products = ["qkv_proj", "o_proj", "gate_up_proj", "down_proj"];

    /// <summary>The kernels of a folder with their devices.</summary>
    /// <exception cref="PresetException">A table cannot be read.</exception>
    public static IEnumerable<(string Device, MeasuredKernel Kernel)> ReadAll(string folder)
    {
        if (!Directory.Exists(folder)) yield break;
        foreach (string path in Directory.GetFiles(folder, "kernels_*").Order(StringComparer.Ordinal))
        {
            if (FileName().Match(Path.GetFileName(path)) is not { Success: true } name || ModelOf(name.Groups["model"].Value) is not { } model) continue;
            int ranks = int.Parse(name.Groups["ranks"].Value, System.Globalization.CultureInfo.InvariantCulture);
            bool isLayers = name.Groups["kind"].Value == "layers";
            foreach (CsvRow row in CsvTable.Read(path).Rows)
            {
                if ((isLayers ? LayerKernel(row, model, ranks) : Attention(row, model, ranks)) is { } kernel) yield return (name.Groups["device"].Value, kernel);
            }
        }
    }

    [GeneratedRegex(@"^kernels_(?<device>[a-z0-9]+)_(?<model>.+)_tp(?<ranks>\d+)_(?<kind>layers|attention)\.csv(\.gz)?$")]
    private static partial Regex FileName();

    /// <summary>The preset of a name in which dots and dashes may be missing, such as "llama31_8b" for "llama-3.1-8b".</summary>
    private static ModelSpec? ModelOf(string name) =>
        PresetLibrary.NamesOf(ModelLibrary.Kind).FirstOrDefault(preset => Bare(preset) == Bare(name)) is { } found ? ModelLibrary.Open(found) : null;

    private static string Bare(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit));

    private static MeasuredLayerProduct? LayerKernel(CsvRow row, ModelSpec model, int ranks)
    {
        string layer = row["layer"];
        if (!Products.Contains(layer) || (layer is "gate_up_proj" or "down_proj" && model.HasExperts)) return null;
        int tokens = row.Get<int>("n");
        return new MeasuredLayerProduct(model, ranks, layer, tokens) { Kind = "products of a layer", Format = "bf16", Shape = $"{layer} {tokens}", Measured = TimeOf(row) };
    }

    private static MeasuredKernel? Attention(CsvRow row, ModelSpec model, int ranks)
    {
        int chunk = row.Get<int>("prefill_chunk"), before = row.Get<int>("kv_prefill"), decodes = row.Get<int>("n_decode"), context = row.Get<int>("kv_decode");
        if (chunk > 0 == decodes > 0 || model.Layers[0].Attention is not GroupedQueryAttention own) return null;
        var heads = new AttentionShape("attention", own.Heads / ranks, Math.Max(1, own.KvHeads / ranks), own.HeadDimension, NumberFormat.Bf16, NumberFormat.Bf16);
        return decodes > 0
            ? new MeasuredDecode(heads, decodes, context) { Kind = "decode attention of a layer", Format = "bf16", Shape = $"{decodes} {context}", Measured = TimeOf(row) }
            : new MeasuredPrompt(heads, 1, chunk, before) { Kind = "prompt attention of a layer", Format = "bf16", Shape = $"{chunk} {before}", Measured = TimeOf(row) };
    }

    private static Duration TimeOf(CsvRow row) => Duration.FromSeconds(row.Get<double>("time_us") * 1e-6);
}
