"""The network: DeepLabV3 on its backbones, its model file, and where and how precisely it computes."""
