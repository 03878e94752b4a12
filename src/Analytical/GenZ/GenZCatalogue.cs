using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>Reads models and platforms in GenZ's terms: those that ship, a list of models as JSON, or a user's own file.</summary>
public sealed class GenZCatalogue
{
    private const string Kind = "genz";
    private const long Largest = 1L << 40;

    private GenZCatalogue(IReadOnlyList<GenZModel> models, IReadOnlyList<GenZPlatform> platforms)
    {
        Models = models;
        Platforms = platforms;
    }

    /// <summary>What ships.</summary>
    public static GenZCatalogue Shipped { get; } = new(ReadModels(PresetLibrary.Open(Kind, "models")), ReadPlatforms(PresetLibrary.Open(Kind, "platforms")));

    /// <summary>The models, in file order.</summary>
    public IReadOnlyList<GenZModel> Models { get; }

    /// <summary>The platforms, in file order.</summary>
    public IReadOnlyList<GenZPlatform> Platforms { get; }

    /// <summary>This catalogue with the models of a JSON file (a list of objects), which take the place of those here.</summary>
    /// <exception cref="PresetException">The file is missing or wrong; the message lists every fault.</exception>
    public GenZCatalogue WithModelsOf(string jsonFile)
    {
        if (!File.Exists(jsonFile)) throw new PresetException($"There is no file \"{jsonFile}\".");
        return new GenZCatalogue(ReadModels(PresetDocument.Parse(jsonFile, $"{{ \"models\": {File.ReadAllText(jsonFile)} }}")), Platforms);
    }

    /// <summary>A model by name.</summary>
    /// <exception cref="PresetException">There is none.</exception>
    public GenZModel Model(string name) => Models.FirstOrDefault(m => m.Name == name) ?? throw Unknown("model", name, Models.Select(m => m.Name));

    /// <summary>A platform by name, or the only one of a .yaml file.</summary>
    /// <exception cref="PresetException">There is none.</exception>
    public GenZPlatform Platform(string name) => name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        ? ReadPlatforms(PresetLibrary.Open(Kind, name)) is [var only] ? only : throw new PresetException($"{name}: expected one platform in the list \"platforms\".")
        : Platforms.FirstOrDefault(p => p.Name == name) ?? throw Unknown("platform", name, Platforms.Select(p => p.Name));

    private static GenZModel[] ReadModels(PresetDocument document)
    {
        GenZModel[] models = [.. document.Root.Sections("models").Select(ModelOf)];
        document.Finish();
        return models;
    }

    private static GenZModel ModelOf(PresetSection section)
    {
        _ = section.Has("max_model_len");
        return new GenZModel(section.Text("model"), Size(section, "hidden_size"), Size(section, "vocab_size"), Size(section, "num_decoder_layers"))
        {
            Heads = Size(section, "num_attention_heads"),
            KvHeads = Size(section, "num_key_value_heads"),
            HeadDimension = Size(section, "head_dim"),
            IntermediateSize = Size(section, "intermediate_size", 0),
            InputMatrices = Size(section, "num_ffi", 0),
            Experts = Size(section, "num_experts"),
            ExpertsPerToken = Size(section, "expert_top_k"),
            StateSpace = StateSpaceOf(section),
        };
    }

    private static GenZStateSpace? StateSpaceOf(PresetSection section)
    {
        bool expands = section.Has("mamba_expand"), steps = section.Has("mamba_dt_rank");
        if (!section.Has("mamba_d_state") & !section.Has("mamba_d_conv")) return null;
        if (!expands || !steps) section.Fault("mamba_d_state", "needs mamba_expand and mamba_dt_rank beside it");
        return new GenZStateSpace(Size(section, "mamba_d_state"), Size(section, "mamba_d_conv"), Size(section, "mamba_expand"), Size(section, "mamba_dt_rank"));
    }

    private static GenZPlatform[] ReadPlatforms(PresetDocument document)
    {
        GenZPlatform[] platforms = [.. document.Root.Sections("platforms").Select(PlatformOf)];
        document.Finish();
        return platforms;
    }

    private static GenZPlatform PlatformOf(PresetSection section) => new(
        section.Text("platform"),
        FlopRate.FromFlopsPerSecond(Positive(section, "flops_tflops") * 1e12),
        Bytes.FromCount((long)(Positive(section, "mem_gib") * (1L << 30))),
        GenZPlatform.FromGibibytes(Positive(section, "mem_bw_gibs")),
        GenZPlatform.FromGibibytes(Positive(section, "icn_gibs")),
        Duration.FromPicoseconds((long)Math.Round(Positive(section, "icn_lat_us") * 1e6)));

    /// <summary>A size; that tool's list writes some as "53248.0".</summary>
    private static long Size(PresetSection section, string key, long least = 1)
    {
        double value = section.Get<double>(key);
        if (value >= least && value <= Largest && value == Math.Floor(value)) return (long)value;
        if (section.Has(key)) section.Fault(key, $"is {value}; expected a whole number of at least {least}");
        return least;
    }

    private static double Positive(PresetSection section, string key)
    {
        double value = section.Get<double>(key);
        if (section.Has(key) && !(value > 0 && double.IsFinite(value))) section.Fault(key, $"is {value}; expected a number above 0");
        return value;
    }

    private static PresetException Unknown(string what, string name, IEnumerable<string> known) =>
        new($"There is no {what} \"{name}\" in GenZ's terms.{Spelling.DidYouMean(name, known)} Known: {string.Join(", ", known)}.");
}
