using DeepStack.Sim.Analytical.GenZ;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Testing;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Analytical.Tests.GenZ;

public sealed class GenZCatalogueTests
{
    [DataFact("reference/genz/models.json")]
    public void TheModelsOfThatToolAreThoseThatShip() =>
        Assert.Equal(GenZCatalogue.Shipped.WithModelsOf(Repository.DataPath("reference/genz/models.json")).Models, GenZCatalogue.Shipped.Models);

    [Fact]
    public void AnUnknownPlatformSaysTheNearest() =>
        Assert.StartsWith("There is no platform \"H100_GPUS\" in GenZ's terms. Did you mean \"H100_GPU\"? Known: ", Assert.Throws<PresetException>(() => GenZCatalogue.Shipped.Platform("H100_GPUS")).Message, StringComparison.Ordinal);

    [Fact]
    public void AllFaultsOfAListOfModelsAreTold()
    {
        string file = Path.Combine(Path.GetTempPath(), "deepstack-genz-models.json");
        File.WriteAllText(file, """
            [
             { "model": "a", "vocab_size": 10, "hidden_size": 0.5, "intermediate_size": 4.0, "num_ffi": 2, "num_decoder_layers": 1,
               "num_attention_heads": 1, "num_key_value_heads": 1, "head_dim": 4, "num_experts": 1, "expert_top_k": 1, "heads": 2 }
            ]
            """);

        string[] faults = Assert.Throws<PresetException>(() => GenZCatalogue.Shipped.WithModelsOf(file)).Message.Split(Environment.NewLine);

        Assert.Equal(2, faults.Length);
        Assert.Contains(":2: models[0].hidden_size is 0.5; expected a whole number of at least 1.", faults[0], StringComparison.Ordinal);
        Assert.Contains(":3: models[0].heads is not known here.", faults[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("llama-2-7b", "meta-llama/Llama-2-7B")]
    [InlineData("mixtral-8x7b", "mistralai/Mixtral-8x7B")]
    [InlineData("qwen3-32b", "Qwen/Qwen3-32B")]
    public void AModelOfTheLibraryHasTheSameTerms(string name, string genz)
    {
        GenZModel converted = GenZModelConversion.Convert(ModelLibrary.Open(name));

        Assert.Equal(GenZCatalogue.Shipped.Model(genz), converted with { Name = genz });
    }

    [Fact]
    public void WhatThatToolCannotSayIsRefused() => Assert.Equal(
        "DeepSeek-V3 cannot be put in GenZ's terms: its layers differ.",
        Assert.Throws<PresetException>(() => GenZModelConversion.Convert(ModelLibrary.Open("deepseek-v3"))).Message);

    [Fact]
    public void AllFaultsOfAPointAreTold()
    {
        GenZPoint point = GenZSamples.Point("meta-llama/Llama-2-7B", "H100_GPU", GenZStage.Decode, tensor: 0) with { Batch = 0, Efficiency = double.NaN };

        string[] faults = Assert.Throws<PresetException>(() => GenZPointCheck.Checked(point)).Message.Split(Environment.NewLine);

        Assert.Equal(3, faults.Length);
        Assert.StartsWith("tp is 0; expected between 1 and ", faults[0], StringComparison.Ordinal);
    }
}
