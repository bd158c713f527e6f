"""What is seen and touched (Kivy). A screen takes a view of the journey and gives back events; it holds no rule."""
